// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_feed.h"

#include "app/places.h"
#include "views/run/run_page.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include <QThreadPool>

namespace halyard::app {

namespace {

// Bytes read since the last cache, and their least part of all: what is written anew stays in proportion to what came in.
constexpr std::uint64_t kWorthKeeping = std::uint64_t{4} << 20U;
constexpr std::uint64_t kWorthKeepingPart = 16;
constexpr std::chrono::milliseconds kShowEvery{200};
constexpr std::size_t kMostNotable = 2000;

void keepLast(std::deque<Event>& events, std::size_t most) {
    while (events.size() > most) {
        events.pop_front();
    }
}

} // namespace

RunFeed::RunFeed(remote::RunSession& session, views::RunPage& page, const QString& project)
    : m_session(&session), m_page(&page), m_file(cacheFileOf(project, session.run())), m_reader(m_file) {
    connect(&m_reader, &CacheReader::sliceRead, this, [this](const views::RunSeries& slice) { m_page->addSeries(slice); });
    connect(&m_reader, &CacheReader::finished, this, &RunFeed::takeCache);
    using remote::RunSession;
    connect(&session, &RunSession::eventsArrived, this, &RunFeed::takeEvents);
    connect(&session, &RunSession::restarted, this, &RunFeed::forget);
    connect(&session, &RunSession::progressed, this, &RunFeed::showProgress);
    connect(&page, &views::RunPage::readingToggled, this, &RunFeed::setReading);
    connect(&session, &RunSession::damagedLinesFound, this, [this](quint64 count) { m_page->setDamagedLines(m_damaged + count); });
    m_show.setSingleShot(true);
    connect(&m_show, &QTimer::timeout, this, &RunFeed::showEvents);
    connect(&session, &RunSession::caughtUp, this, [this] {
        showEvents();
        m_page->setLoading(std::nullopt);
        keep();
        Q_EMIT complete();
    });
}

void RunFeed::start() {
    m_reader.start();
}

// Its curves are shown already.
void RunFeed::takeCache() {
    const std::optional<RunCache>& cache = m_reader.cache();
    if (cache) {
        m_page->addToLists(cache->notable);
        m_notable.assign(cache->notable.begin(), cache->notable.end());
        for (const views::StepClock::Tick& tick : cache->ticks) {
            m_page->clock().take(tick);
        }
        m_damaged = cache->damagedLines;
        m_page->setDamagedLines(m_damaged);
        m_keptTo = cache->position.offset;
    }
    m_session->follow(cache ? cache->position : remote::RunPosition());
}

// While catching up the curves are shown no more often than the eye wants it, and no event is copied but those of the lists,
// so that reading a long run is not slowed by showing it.
void RunFeed::takeEvents(const std::vector<Event>& events) {
    m_page->addToLists(events);
    views::append(events, m_waiting);
    m_waits = true;
    for (const Event& event : events) {
        if (!views::isOfCurves(event)) {
            m_notable.push_back(event);
        }
    }
    keepLast(m_notable, kMostNotable);
    if (m_session->isCaughtUp()) {
        showEvents();
    } else if (!m_show.isActive()) {
        m_show.start(m_firstShown ? kShowEvery : std::chrono::milliseconds(0));
    }
}

void RunFeed::setReading(bool on) {
    if (on) {
        m_session->follow(m_session->position());
    } else {
        m_session->unfollowEvents();
        showEvents();
        keep();
    }
    m_page->setLoading(m_part, on);
}

void RunFeed::showEvents() {
    m_show.stop();
    m_firstShown = true;
    m_waits = false;
    m_page->addSeries(std::exchange(m_waiting, {}));
    if (!m_session->isCaughtUp()) {
        m_page->setLoading(m_part);
    }
}

void RunFeed::forget() {
    m_waiting = {};
    m_waits = false;
    m_page->clearEvents();
    m_page->setDamagedLines(0);
    m_notable.clear();
    m_damaged = m_keptTo = 0;
}

void RunFeed::showProgress(quint64 bytes, quint64 size) {
    if (!m_session->isCaughtUp()) {
        m_part = size > 0 ? static_cast<double>(bytes) / static_cast<double>(size) : 0;
    } else {
        keep();
    }
}

void RunFeed::keep() {
    if (m_waits) {
        return; // the page does not have them yet
    }
    const remote::RunPosition position = m_session->position();
    if (position.file == 0 || position.offset < m_keptTo + std::max(kWorthKeeping, m_keptTo / kWorthKeepingPart)) {
        return;
    }
    m_keptTo = position.offset;
    auto cache = std::make_shared<RunCache>();
    cache->position = position;
    cache->damagedLines = m_damaged + m_session->damagedLines();
    cache->series = m_page->series();
    cache->notable.assign(m_notable.begin(), m_notable.end());
    const std::deque<views::StepClock::Tick>& ticks = m_page->clock().ticks();
    cache->ticks.assign(ticks.begin(), ticks.end());
    QThreadPool::globalInstance()->start([cache, file = m_file] {
        keepFile(file, encoded(*cache));
        trimCaches();
    });
}

} // namespace halyard::app
