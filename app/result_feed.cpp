// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/result_feed.h"

#include "core/run/run_summary.h"
#include "remote/result_file.h"
#include "views/text/message_text.h"

#include <algorithm>
#include <chrono>

namespace halyard::app {

namespace {

constexpr std::chrono::milliseconds kSoon{400}; // a run may tell of many steps a second

} // namespace

ResultFeed::ResultFeed(remote::ProjectSession& project, QString run, QString file, QObject* parent)
    : QObject(parent), m_project(&project), m_run(std::move(run)), m_file(std::move(file)) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &ResultFeed::read);
    connect(m_project, &remote::ProjectSession::runsChanged, this, [this](const std::vector<std::string>& changed) {
        const bool any = std::any_of(changed.begin(), changed.end(), [this](const std::string& each) { return isOurs(each); });
        if (any && !m_soon.isActive()) {
            m_soon.start();
        }
    });
}

bool ResultFeed::isOurs(const std::string& run) const {
    const std::string own = m_run.toStdString();
    return run == own || compositeOf(run) == own;
}

void ResultFeed::start() {
    read();
}

void ResultFeed::read() {
    if (m_reads) {
        m_again = true;
        return;
    }
    m_reads = true;
    remote::fetchResult(m_project->agent(), m_run, m_file, this, [this](const remote::Answer& answer) {
        m_reads = false;
        if (answer.ok) {
            Q_EMIT changed(answer.result);
        } else {
            Q_EMIT failed(views::translated(answer.error));
        }
        if (std::exchange(m_again, false)) {
            m_soon.start();
        }
    });
}

} // namespace halyard::app
