// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/grid_check.h"
#include "remote/project_session.h"

#include <QPointer>

namespace halyard::views {
class GridEditor;
}

namespace halyard::app {

class JobController;
class ProjectController;

// The page on which a grid is edited: it is checked while one types, and the agent creates its run, which then starts or waits in
// the queue. Lives as long as the page.
class StudyEditor : public QObject {
    Q_OBJECT

public:
    // page owns the controller. folder: of the project.
    StudyEditor(remote::ProjectSession& project, ProjectController& around, QString folder, views::GridEditor& page);

    void begin(const QString& text);

Q_SIGNALS:
    void launched(const QString& run);

private:
    void offerShipped();
    void openFile();
    void save();
    void create();
    void take(const CheckedGrid& grid);
    [[nodiscard]] bool isTaken(const std::string& name) const;

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    QString m_folder;
    views::GridEditor* m_page;
    GridCheck m_check;
    CheckedGrid m_checked;
    QPointer<JobController> m_job;
};

} // namespace halyard::app
