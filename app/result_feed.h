// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "remote/project_session.h"

#include <QObject>
#include <QTimer>

namespace halyard::app {

// Reads a file that a run found (remote/result_file.h), and again whenever the project tells that the run, or one of those in
// it, went on.
class ResultFeed : public QObject {
    Q_OBJECT

public:
    ResultFeed(remote::ProjectSession& project, QString run, QString file, QObject* parent);
    void start();

Q_SIGNALS:
    void changed(const halyard::Json& document); // null: there is none yet
    void failed(const QString& sentence); // translated

private:
    void read();
    [[nodiscard]] bool isOurs(const std::string& run) const;

    remote::ProjectSession* m_project;
    QString m_run;
    QString m_file;
    QTimer m_soon;
    bool m_reads = false;
    bool m_again = false; // it went on while it was read
};

} // namespace halyard::app
