// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/project_session.h"

#include <QObject>
#include <QPointer>

namespace halyard::app {

class JobController;
class MainWindow;
class ProjectController;

// The demo of a project while it goes on: what is said of it, and the page of each of its steps as it begins.
class DemoGuide : public QObject {
    Q_OBJECT

public:
    DemoGuide(remote::ProjectSession& project, ProjectController& around, MainWindow& window, QString folder);
    ~DemoGuide() override;

    // Starts the demo in the project's folder, or goes on with it. budget "test": one of seconds.
    void run(const QString& budget);
    // Looks which step goes on.
    void follow();

Q_SIGNALS:
    void runOpened(const QString& run);
    void exportOpened();

private:
    void openReport();

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    MainWindow* m_window;
    QString m_folder;
    QPointer<JobController> m_job;
    QString m_shown; // the step whose page was opened last
};

} // namespace halyard::app
