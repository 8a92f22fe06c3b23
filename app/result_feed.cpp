// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/result_feed.h"

#include "remote/result_file.h"
#include "views/text/message_text.h"

#include <algorithm>
#include <chrono>

namespace halyard::app {

namespace {

constexpr std::chrono::milliseconds kSoon{400}; // a run may tell of many steps a second

} // namespace

ResultFeed::ResultFeed(remote::ProjectSession& project, QString run, QObject* parent)
    : QObject(parent), m_project(&project), m_run(std::move(run)) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &ResultFeed::read);
    connect(m_project, &remote::ProjectSession::runsChanged, this, [this](const std::vector<std::string>& changed) {
        const bool isOurs = std::find(changed.begin(), changed.end(), m_run.toStdString()) != changed.end();
        if (isOurs && !m_soon.isActive()) {
            m_soon.start();
        }
    });
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
    remote::fetchResult(m_project->agent(), m_run, QStringLiteral("results.json"), this, [this](const remote::Answer& answer) {
        m_reads = false;
        if (answer.ok) {
            Q_EMIT changed(views::evaluationResults(answer.result));
        } else {
            Q_EMIT failed(views::translated(answer.error));
        }
        if (std::exchange(m_again, false)) {
            m_soon.start();
        }
    });
}

} // namespace halyard::app
