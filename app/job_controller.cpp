// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/job_controller.h"

#include "core/base/unique_id.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <QPlainTextEdit>

namespace halyard::app {

JobController::JobController(remote::AgentSession& agent, QObject* parent) : QObject(parent), m_agent(&agent) {}

JobController::~JobController() = default;

void JobController::start(const QString& kind, const Json& arguments, const QString& id) {
    m_job = std::make_unique<remote::JobSession>(*m_agent, id.isEmpty() ? QString::fromStdString(uniqueId()) : id);
    using remote::JobSession;
    connect(m_job.get(), &JobSession::lineArrived, this, [this](const QString& line) {
        if (const auto check = checkLineFrom(views::toUtf8(line))) {
            Q_EMIT checkArrived(*check);
            return;
        }
        m_lastLine = views::shownText(line);
        if (m_log) {
            m_log->appendPlainText(m_lastLine);
        }
        Q_EMIT lineArrived(m_lastLine);
    });
    const auto end = [this] {
        Q_EMIT over();
        deleteLater();
    };
    connect(m_job.get(), &JobSession::finished, this, [this, end](const Json& result) {
        Q_EMIT finished(result);
        end();
    });
    connect(m_job.get(), &JobSession::failed, this, [this, end](const Message& reason) {
        Q_EMIT failed(views::translated(reason));
        end();
    });
    connect(m_job.get(), &JobSession::cancelled, this, [this, end] {
        Q_EMIT cancelled();
        end();
    });
    m_job->start(kind, arguments);
}

void JobController::cancel() {
    if (m_job) {
        m_job->cancel();
    }
}

void JobController::showLinesIn(QPlainTextEdit& log) {
    m_log = &log;
}

} // namespace halyard::app
