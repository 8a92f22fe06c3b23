// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/appearance.h"
#include "core/run/run_spec.h"

#include <map>
#include <vector>

#include <QAction>
#include <QObject>

class QActionGroup;
class QMenu;
class QMenuBar;

namespace halyard::app {

// Everything that can be done from the menus, with its shortcut; what each does is connected by whoever can do it.
class WindowActions : public QObject {
    Q_OBJECT

public:
    explicit WindowActions(QObject* parent);

    // File
    QAction* newProject;
    QAction* openProject;
    QAction* runDemo;
    QAction* prepareText;
    QAction* exportModel;
    QAction* closeProject;
    QAction* quit;
    // Edit
    QAction* rename;
    QAction* trash;
    // Run
    std::map<RunKind, QAction*> newRun;
    QAction* newStudy;
    QAction* start;
    QAction* pause;
    QAction* resume;
    QAction* stop;
    QAction* stopNow;
    QAction* clone;
    // Measure
    QAction* results; // of the chosen run, as a page
    // Layers
    QAction* layerBench;
    QAction* importSweep;
    // View
    QAction* overview;
    QAction* nextPage;
    QAction* previousPage;
    QAction* closePage;
    QAction* palette;
    QActionGroup* themes;    // data: name of a ThemeChoice
    QActionGroup* languages; // data: locale name, empty for the system's
    // Help
    QAction* shortcuts;
    QAction* about;

    // All of them, for the palette and the list of shortcuts.
    [[nodiscard]] std::vector<QAction*> all() const;
    // What works only with a project, and only with one that may be changed.
    void setProject(bool open, bool writable);

private:
    QAction* make(const QString& text, const QKeySequence& keys = {}, const QString& icon = {});
    void makeRunActions();
    void makeViewActions();
};

} // namespace halyard::app
