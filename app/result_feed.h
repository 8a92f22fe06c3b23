// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/project_session.h"
#include "views/evaluation/evaluation_results.h"

#include <QObject>
#include <QTimer>

namespace halyard::app {

// Reads results.json of a run, and again whenever the project tells that the run went on.
class ResultFeed : public QObject {
    Q_OBJECT

public:
    ResultFeed(remote::ProjectSession& project, QString run, QObject* parent);
    void start();

Q_SIGNALS:
    void changed(const halyard::views::EvaluationResults& results);
    void failed(const QString& sentence); // translated

private:
    void read();

    remote::ProjectSession* m_project;
    QString m_run;
    QTimer m_soon;
    bool m_reads = false;
    bool m_again = false; // it went on while it was read
};

} // namespace halyard::app
