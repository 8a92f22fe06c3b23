// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/screens.h"

#include "app/action_palette.h"
#include "app/window_actions.h"
#include "core/run/presets.h"
#include "views/project/lineage_tree.h"
#include "views/run/run_page.h"
#include "views/wizards/run_wizard.h"

#include <QDialog>
#include <QMenu>
#include <QProcess>
#include <QToolButton>

namespace halyard::testing {

using app::Workbench;

namespace {

bool openRun(Workbench& bench, const char* run) {
    bench.project()->openRun(QString::fromLatin1(run));
    return bench.window()->currentPage() == QStringLiteral("run:") + QLatin1String(run);
}

views::RunPage* runPage(Workbench& bench) {
    return qobject_cast<views::RunPage*>(bench.window()->page(QStringLiteral("run:long")));
}

Screen run(const char* name, const char* folder) {
    return {name, [folder](Workbench& bench) { return openRun(bench, folder); }};
}

using Action = QAction* app::WindowActions::*;

// A dialog that an action opens.
Screen dialog(const char* name, Action action) {
    return {name, [action](Workbench& bench) {
                bench.window()->activatePage(QStringLiteral("overview")); // else its run is meant, not the one selected
                // The tree comes a moment after the list of runs.
                (void)QTest::qWaitFor([&] {
                    bench.window()->tree().selectNode(QStringLiteral("run:old"));
                    return bench.window()->tree().selectedNode() == QStringLiteral("run:old");
                });
                // What may be done with a run is known a moment after it is selected.
                (void)QTest::qWaitFor([&] { return (bench.window()->actions().*action)->isEnabled(); });
                (bench.window()->actions().*action)->trigger();
                return dialogOf<QDialog>(bench) != nullptr;
            }};
}

Screen dock(const char* name, void (*open)(app::MainWindow& window)) {
    return {name, [open](Workbench& bench) {
                open(*bench.window());
                return true;
            }};
}

Screen wizard(const char* name, RunKind kind, int page) {
    return {name, [kind, page](Workbench& bench) {
                bench.window()->actions().newRun.at(kind)->trigger();
                auto* wizard = dialogOf<views::RunWizard>(bench);
                if (wizard == nullptr) {
                    return false;
                }
                wizard->setCurrentPage(page);
                return wizard->currentPage() == page;
            }};
}

} // namespace

bool writeScreensProject(const QString& project) {
    if (!prepareDemoText(project)) {
        return false;
    }
    const std::string runs = (project + QStringLiteral("/runs/")).toStdString();
    writeOldRun(project, QStringLiteral("old"), 200, true);
    RunSpec spec = tinyTeacher(project, 2);
    spec.name = "done";
    (void)RunFolder::create(runs + "done", spec);
    (void)RunFolder::create(runs + "new", spec);
    QProcess halyard;
    halyard.start(QCoreApplication::applicationDirPath() + QStringLiteral("/halyard"),
                  {QStringLiteral("run"), QString::fromStdString(runs + "done")});
    if (!halyard.waitForFinished(kLong) || halyard.exitCode() != 0) {
        return false;
    }
    RunSpec whole;
    whole.kind = RunKind::Pipeline;
    for (const RunKind kind : {RunKind::Stage1, RunKind::Stage2, RunKind::Stage3}) {
        whole.children.push_back(presetSpec("demo", kind));
    }
    (void)RunFolder::create(runs + "all", whole);
    std::filesystem::create_directories(runs + "all/children");
    writeOldRun(project, QStringLiteral("all/children/1-stage1"), 5, false);
    spec = tinyTeacher(project, 1'000'000);
    spec.name = "long";
    (void)RunFolder::create(runs + "long", spec);
    return true;
}

std::vector<Screen> screens() {
    using app::MainWindow;
    using app::WindowActions;
    return {
        {"overview", [](Workbench& bench) { return bench.window()->activatePage(QStringLiteral("overview")); }},
        run("page of the running run", "long"),
        run("page of a run that is done", "done"),
        run("page of a new run", "new"),
        run("page of an old run with damaged lines", "old"),
        run("page of all three stages", "all"),
        run("page of a stage", "all/children/1-stage1"),
        {"chart in a window of its own",
         [](Workbench& bench) {
             const bool there = openRun(bench, "long");
             runPage(bench)->findChild<QToolButton*>(QStringLiteral("popOut"))->click();
             return there;
         }},
        {"comparison",
         [](Workbench& bench) {
             const bool there = openRun(bench, "long");
             shown<QToolButton>(runPage(bench), QStringLiteral("Compare with"))->menu()->actions().first()->trigger();
             return there;
         }},
        {"start page",
         [](Workbench& bench) {
             bench.closeProject();
             return bench.project() == nullptr;
         }},
        {"layer bench",
         [](Workbench& bench) {
             bench.project()->openLayerBench(QStringLiteral("hypenet-2b"));
             return bench.window()->currentPage() == QStringLiteral("layers");
         }},
        {"export", [](Workbench& bench) {
             bench.project()->openExport(QStringLiteral("done"));
             return bench.window()->currentPage() == QStringLiteral("export");
         }},
        dialog("prepare text", &WindowActions::prepareText),
        dialog("trash", &WindowActions::trash),
        dialog("shortcuts", &WindowActions::shortcuts),
        dialog("new project", &WindowActions::newProject),
        {"palette",
         [](Workbench& bench) {
             bench.window()->actions().palette->trigger();
             return bench.window()->palettePopup().isVisible();
         }},
        dock("log", [](MainWindow& window) { window.showLog(QStringLiteral("log")); }),
        dock("notices", [](MainWindow& window) { window.showNotices(); }),
        wizard("stage 1, teacher", RunKind::Stage1, 0),
        wizard("stage 1, data", RunKind::Stage1, 1),
        wizard("stage 1, mixer", RunKind::Stage1, 2),
        wizard("stage 1, objective", RunKind::Stage1, 3),
        wizard("stage 1, training", RunKind::Stage1, 4),
        wizard("stage 1, budget", RunKind::Stage1, 5),
        wizard("stage 1, where", RunKind::Stage1, 6),
        wizard("stage 1, review", RunKind::Stage1, 7),
        wizard("stage 2, student", RunKind::Stage2, 2),
        wizard("stage 3, checkpoint", RunKind::Stage3, 0),
        wizard("pretrain, model", RunKind::Pretrain, 0),
        wizard("all three stages", RunKind::Pipeline, 0),
    };
}

} // namespace halyard::testing
