// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_actions.h"

#include "views/run/run_facts.h"
#include "views/text/translations.h"
#include "views/theme/line_icon.h"

#include <array>

#include <QActionGroup>
#include <QLocale>

namespace halyard::app {

QAction* WindowActions::make(const QString& text, const QKeySequence& keys, const QString& icon) {
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    if (!icon.isEmpty()) {
        action->setIcon(views::lineIcon(icon));
    }
    action->setMenuRole(QAction::NoRole);
    return action;
}

WindowActions::WindowActions(QObject* parent) : QObject(parent) {
    newProject = make(tr("&New project…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), QStringLiteral("project"));
    openProject = make(tr("&Open a project…"), QKeySequence::Open, QStringLiteral("folder"));
    runDemo = make(tr("Run the &demo…"), {}, QStringLiteral("play"));
    prepareText = make(tr("&Prepare text…"), QKeySequence(Qt::CTRL | Qt::Key_T), QStringLiteral("data"));
    exportModel = make(tr("&Export a model…"), QKeySequence(Qt::CTRL | Qt::Key_E), QStringLiteral("export"));
    closeProject = make(tr("&Close the project"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W), QStringLiteral("close"));
    quit = make(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    rename = make(tr("Re&name the run"), QKeySequence(Qt::Key_F2), QStringLiteral("edit"));
    trash = make(tr("Move the run to the &trash…"), {}, QStringLiteral("remove"));
    makeRunActions();
    layerBench = make(tr("&Layer bench"), QKeySequence(Qt::CTRL | Qt::Key_L), QStringLiteral("align"));
    importSweep = make(tr("&Import the logs of a layer sweep…"), {}, QStringLiteral("folder"));
    makeViewActions();
    shortcuts = make(tr("&Keyboard shortcuts"), QKeySequence(Qt::CTRL | Qt::Key_Question));
    about = make(tr("&About Halyard"), {}, QStringLiteral("info"));
}

void WindowActions::makeRunActions() {
    static constexpr std::array kKeys = {std::pair{RunKind::Pipeline, Qt::Key_0}, std::pair{RunKind::Stage1, Qt::Key_1},
                                         std::pair{RunKind::Stage2, Qt::Key_2}, std::pair{RunKind::Stage3, Qt::Key_3},
                                         std::pair{RunKind::Pretrain, Qt::Key_4}, std::pair{RunKind::Niah, Qt::Key_5},
                                         std::pair{RunKind::Eval, Qt::Key_6},     std::pair{RunKind::Throughput, Qt::Key_7},
                                         std::pair{RunKind::Scaling, Qt::Key_8},  std::pair{RunKind::Sweep, Qt::Key_9}};
    for (const auto& [kind, key] : kKeys) {
        newRun[kind] = make(tr("New run: %1…").arg(views::kindText(kind)), QKeySequence(Qt::CTRL | key), views::kindIcon(kind));
    }
    newStudy = make(tr("New st&udy: a grid of runs…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), QStringLiteral("pipeline"));
    start = make(tr("&Start or continue"), QKeySequence(Qt::CTRL | Qt::Key_R), QStringLiteral("play"));
    pause = make(tr("&Pause"), QKeySequence(Qt::CTRL | Qt::Key_P), QStringLiteral("pause"));
    resume = make(tr("Go &on after the pause"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), QStringLiteral("resume"));
    stop = make(tr("S&top after this step"), QKeySequence(Qt::CTRL | Qt::Key_Period), QStringLiteral("stop"));
    stopNow = make(tr("Stop at once, &without a checkpoint"));
    results = make(tr("Draw the results of the run"), QKeySequence(Qt::CTRL | Qt::Key_M), QStringLiteral("chart"));
    clone = make(tr("&Clone and edit…"), QKeySequence(Qt::CTRL | Qt::Key_D), QStringLiteral("clone"));
}

void WindowActions::makeViewActions() {
    overview = make(tr("&Overview"), QKeySequence(Qt::ALT | Qt::Key_Home), QStringLiteral("project"));
    nextPage = make(tr("Ne&xt page"), QKeySequence(Qt::CTRL | Qt::Key_PageDown));
    previousPage = make(tr("Pre&vious page"), QKeySequence(Qt::CTRL | Qt::Key_PageUp));
    closePage = make(tr("&Close the page"), QKeySequence(Qt::CTRL | Qt::Key_W), QStringLiteral("close"));
    palette = make(tr("&Find an action or a run…"), QKeySequence(Qt::CTRL | Qt::Key_K));
    themes = new QActionGroup(this);
    const auto addTheme = [this](ThemeChoice choice, const QString& text) {
        QAction* const action = make(text);
        action->setCheckable(true);
        action->setData(nameOf(choice));
        themes->addAction(action);
    };
    addTheme(ThemeChoice::System, tr("As the &system"));
    addTheme(ThemeChoice::Light, tr("&Light"));
    addTheme(ThemeChoice::Dark, tr("&Dark"));
    languages = new QActionGroup(this);
    const auto addLanguage = [this](const QString& name, const QString& text) {
        QAction* const action = make(text);
        action->setCheckable(true);
        action->setData(name);
        languages->addAction(action);
    };
    addLanguage({}, tr("As the &system"));
    for (const QString& name : views::interfaceLanguages()) {
        // In the language itself, so that it is found by who reads no other.
        addLanguage(name, name == QLatin1String("en") ? QStringLiteral("English") : QLocale(name).nativeLanguageName());
    }
}

std::vector<QAction*> WindowActions::all() const {
    std::vector<QAction*> out;
    for (QObject* child : children()) {
        if (auto* action = qobject_cast<QAction*>(child)) {
            out.push_back(action);
        }
    }
    return out;
}

void WindowActions::setProject(bool open, bool writable) {
    for (QAction* action : {layerBench, importSweep, closeProject, results, overview, nextPage, previousPage, closePage}) {
        action->setEnabled(open);
    }
    for (QAction* action : {prepareText, exportModel, newStudy, rename, trash, start, pause, resume, stop, stopNow, clone}) {
        action->setEnabled(open && writable);
    }
    for (const auto& [kind, action] : newRun) {
        action->setEnabled(open && writable);
    }
}

} // namespace halyard::app
