// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/comparison_feed.h"

#include "views/run/run_page.h"

#include <chrono>
#include <utility>

namespace halyard::app {

namespace {

constexpr std::chrono::milliseconds kShowEvery{200};

} // namespace

ComparisonFeed::ComparisonFeed(remote::AgentSession& agent, views::RunPage& page, const QString& project, const QString& run)
    : m_page(&page), m_run(run), m_reader(cacheFileOf(project, run)), m_session(agent, run) {
    using remote::RunSession;
    m_show.setSingleShot(true);
    connect(&m_show, &QTimer::timeout, this, &ComparisonFeed::show);
    connect(&m_reader, &CacheReader::sliceRead, this,
            [this](const views::RunSeries& slice) { m_page->addComparisonSeries(m_run, slice); });
    connect(&m_reader, &CacheReader::finished, this, [this] {
        m_session.follow(m_reader.cache() ? m_reader.cache()->position : remote::RunPosition());
    });
    connect(&m_session, &RunSession::eventsArrived, this, &ComparisonFeed::takeEvents);
    connect(&m_session, &RunSession::restarted, this, [this] {
        m_waiting = {};
        m_page->clearComparison(m_run);
    });
    connect(&m_session, &RunSession::progressed, this, [this](quint64 bytes, quint64 size) {
        m_part = size > 0 ? static_cast<double>(bytes) / static_cast<double>(size) : 0;
    });
    connect(&m_session, &RunSession::caughtUp, this, &ComparisonFeed::show);
    connect(&m_session, &RunSession::ended, this, [this] { m_page->setComparisonLoading(m_run, std::nullopt); });
}

void ComparisonFeed::start() {
    m_page->setComparisonLoading(m_run, 0);
    m_reader.start();
}

// While catching up the curves are shown no more often than the eye wants it.
void ComparisonFeed::takeEvents(const std::vector<Event>& events) {
    views::append(events, m_waiting);
    if (m_session.isCaughtUp()) {
        show();
    } else if (!m_show.isActive()) {
        m_show.start(kShowEvery);
    }
}

void ComparisonFeed::show() {
    m_show.stop();
    m_page->addComparisonSeries(m_run, std::exchange(m_waiting, {}));
    m_page->setComparisonLoading(m_run, m_session.isCaughtUp() ? std::nullopt : std::optional(m_part));
}

} // namespace halyard::app
