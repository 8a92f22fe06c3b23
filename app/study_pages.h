// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/project_session.h"

#include <QObject>

namespace halyard::app {

class MainWindow;
class ProjectController;

// The pages of studies in the window: one for each study that is open, and one on which a new grid is edited.
class StudyPages : public QObject {
    Q_OBJECT

public:
    StudyPages(remote::ProjectSession& project, ProjectController& around, MainWindow& window, QString folder);

    void open(const QString& run, const QString& title); // of the tab
    void edit(const QString& grid = {}); // text to begin with; empty: what is there
    [[nodiscard]] static QString pageOf(const QString& run) { return QStringLiteral("study:") + run; }
    [[nodiscard]] static QString editorPage() { return QStringLiteral("grid"); }

Q_SIGNALS:
    void runOpened(const QString& run);
    void launched(const QString& run);

private:
    remote::ProjectSession* m_project;
    ProjectController* m_around;
    MainWindow* m_window;
    QString m_folder;
};

} // namespace halyard::app
