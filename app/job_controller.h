// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/check_line.h"
#include "remote/job_session.h"

#include <memory>

#include <QPointer>

class QPlainTextEdit;

namespace halyard::app {

// One job of a project while somebody waits for it; goes away by itself when it has ended and been told. Destroying it
// stops nothing but the watching.
class JobController : public QObject {
    Q_OBJECT

public:
    JobController(remote::AgentSession& agent, QObject* parent);
    ~JobController() override;

    void start(const QString& kind, const Json& arguments, const QString& id = {}); // empty: a new one
    void cancel();
    // Its lines go there too.
    void showLinesIn(QPlainTextEdit& log);
    [[nodiscard]] QString lastLine() const { return m_lastLine; }

Q_SIGNALS:
    void lineArrived(const QString& line);
    void checkArrived(const halyard::CheckLine& check); // a line that says how far one of its checks is
    void finished(const halyard::Json& result);
    void failed(const QString& sentence);
    void cancelled();
    void over(); // after any of the three

private:
    remote::AgentSession* m_agent;
    std::unique_ptr<remote::JobSession> m_job;
    QPointer<QPlainTextEdit> m_log;
    QString m_lastLine;
};

} // namespace halyard::app
