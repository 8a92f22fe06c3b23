// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/appearance.h"
#include "app/settings.h"

#include <memory>

#include <QObject>
#include <QPointer>
#include <QTimer>

class QApplication;

namespace halyard::app {

class MainWindow;
class OpenProject;

// Where the program finds what is not beside it; tests have places of their own.
struct WorkbenchPlaces {
    QString demoFolder; // empty: as `halyard demo` has it
    QString demoBudget; // "test": a demo of seconds
};

// The program: one window, with the start page or a project. Changing the language builds the window anew.
class Workbench : public QObject {
    Q_OBJECT

public:
    explicit Workbench(QApplication& application, WorkbenchPlaces places = {}, QObject* parent = nullptr);
    ~Workbench() override;

    void openWindow();
    // Shows what is wrong on the start page when the folder cannot be opened.
    void openProject(const QString& folder);
    void closeProject();

    [[nodiscard]] MainWindow* window() { return m_window.get(); }
    [[nodiscard]] OpenProject* project() { return m_project.get(); }

private:
    void connectWindow();
    void connectLook();
    void rebuildWindow();
    void keepState();
    void openPublished(const QString& name);
    enum class FolderFor {
        Opening,
        NewProject,
        OwnTeacher // a new project, and the wizard of all three stages in it
    };
    void chooseFolder(FolderFor purpose);
    bool createProject(const QString& folder); // whether it was made and opened
    void runDemo();
    void showReadiness();
    void showAbout();
    void showShortcuts();

    WorkbenchPlaces m_places;
    Appearance m_appearance;
    Settings m_settings;
    QTimer m_readiness;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<OpenProject> m_project; // before the window: it shows there
};

// Reads the command line and runs the program; the exit code.
int runWorkbench(QApplication& application);

} // namespace halyard::app
