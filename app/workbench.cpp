// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench.h"

#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/open_project.h"
#include "app/places.h"
#include "app/project_folder.h"
#include "app/published_sweep.h"
#include "app/window_actions.h"
#include "core/base/error.h"
#include "core/run/installation.h"
#include "remote/pipe_transport.h"
#include "views/layers/layer_bench_page.h"
#include "views/project/start_page.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <chrono>

#include <QActionGroup>
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>

namespace halyard::app {

Workbench::Workbench(QApplication& application, WorkbenchPlaces places, QObject* parent)
    : QObject(parent), m_places(std::move(places)), m_appearance(application), m_settings(configFolder()) {
    m_appearance.setLanguage(m_settings.language());
    m_appearance.setTheme(m_settings.theme());
    connect(&m_readiness, &QTimer::timeout, this, &Workbench::showReadiness);
}

Workbench::~Workbench() {
    m_project.reset(); // shows in the window
}

void Workbench::openWindow() {
    m_window = std::make_unique<MainWindow>();
    connectWindow();
    connectLook();
    m_window->restore(loadWindowState({}));
    m_window->showStart();
    m_window->startPage().setRecentProjects(m_settings.recentProjects());
    showReadiness();
    m_window->show();
}

void Workbench::connectWindow() {
    WindowActions& actions = m_window->actions();
    views::StartPage& start = m_window->startPage();
    connect(&start, &views::StartPage::demoRequested, this, &Workbench::runDemo);
    connect(&start, &views::StartPage::ownTeacherRequested, this, [this] { chooseFolder(FolderFor::OwnTeacher); });
    connect(&start, &views::StartPage::openProjectRequested, this, [this] { chooseFolder(FolderFor::Opening); });
    connect(&start, &views::StartPage::projectChosen, this, &Workbench::openProject);
    connect(&start, &views::StartPage::publishedSweepRequested, this, &Workbench::openPublished);
    connect(&start, &views::StartPage::projectForgotten, this, [this](const QString& path) {
        m_settings.forgetProject(path);
        m_window->startPage().setRecentProjects(m_settings.recentProjects());
    });
    connect(actions.newProject, &QAction::triggered, this, [this] { chooseFolder(FolderFor::NewProject); });
    connect(actions.openProject, &QAction::triggered, this, [this] { chooseFolder(FolderFor::Opening); });
    connect(actions.runDemo, &QAction::triggered, this, &Workbench::runDemo);
    connect(actions.closeProject, &QAction::triggered, this, &Workbench::closeProject);
    connect(actions.about, &QAction::triggered, this, &Workbench::showAbout);
    connect(actions.shortcuts, &QAction::triggered, this, &Workbench::showShortcuts);
    connect(m_window.get(), &MainWindow::closing, this, &Workbench::keepState);
}

void Workbench::connectLook() {
    WindowActions& actions = m_window->actions();
    for (QAction* action : actions.themes->actions()) {
        action->setChecked(action->data().toString() == nameOf(m_settings.theme()));
        connect(action, &QAction::triggered, this, [this, name = action->data().toString()] {
            m_settings.setTheme(themeChoiceFromName(name));
            m_appearance.setTheme(m_settings.theme());
        });
    }
    for (QAction* action : actions.languages->actions()) {
        action->setChecked(action->data().toString() == m_settings.language());
        connect(action, &QAction::triggered, this, [this, name = action->data().toString()] {
            m_settings.setLanguage(name);
            // Not from within the menu of the window that goes.
            QTimer::singleShot(0, this, &Workbench::rebuildWindow);
        });
    }
}

// Texts are given when widgets are made.
void Workbench::rebuildWindow() {
    keepState();
    const QString folder = m_project ? m_project->folder() : QString();
    const bool quits = QApplication::quitOnLastWindowClosed();
    QApplication::setQuitOnLastWindowClosed(false);
    m_project.reset();
    m_window.reset();
    m_appearance.setLanguage(m_settings.language());
    m_appearance.setTheme(m_settings.theme());
    openWindow();
    QApplication::setQuitOnLastWindowClosed(quits);
    if (!folder.isEmpty()) {
        openProject(folder);
    }
}

void Workbench::keepState() {
    WindowState state = m_window->windowState();
    if (m_project) {
        state.smoothing = m_project->smoothing();
        keepWindowState(m_project->folder(), state);
    }
    state.pages.clear();
    state.docks.clear();
    keepWindowState({}, state);
}

void Workbench::openProject(const QString& folder) {
    const QString path = QDir(folder).canonicalPath();
    if (path.isEmpty()) {
        m_window->startPage().setProblem(tr("%1 cannot be opened: there is no such folder.").arg(views::shownText(folder, 300)));
        return;
    }
    const QString agent = remote::findAgentProgram();
    if (agent.isEmpty()) {
        m_window->startPage().setProblem(tr("halyard-agent is not there, which starts and watches runs. Build it or install Halyard again."));
        return;
    }
    if (m_project) {
        closeProject();
    }
    m_readiness.stop();
    m_settings.noteProject(path);
    m_window->startPage().setProblem({});
    m_window->showProject(QDir(path).dirName());
    const WindowState state = loadWindowState(path);
    if (!state.docks.isEmpty()) {
        m_window->restore(state);
    }
    m_project = std::make_unique<OpenProject>(*m_window, path, remote::pipeTransports(agent, path));
    m_project->start();
}

void Workbench::closeProject() {
    if (!m_project) {
        return;
    }
    keepState();
    m_window->closeAllPages();
    m_window->messageBar().clear();
    m_project.reset();
    m_window->showStart();
    m_window->startPage().setRecentProjects(m_settings.recentProjects());
    showReadiness();
}

void Workbench::chooseFolder(FolderFor purpose) {
    const bool fresh = purpose != FolderFor::Opening;
    auto* dialog = new QFileDialog(m_window.get(), fresh ? tr("A folder for the new project") : tr("Open a project"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(fresh ? QFileDialog::AnyFile : QFileDialog::Directory); // Directory wants one that is there
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (fresh) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setLabelText(QFileDialog::FileName, tr("Name:"));
        dialog->setLabelText(QFileDialog::Accept, tr("Create"));
        dialog->selectFile(freeName(QDir::homePath(), QStringLiteral("halyard-project")));
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this, purpose](const QString& path) {
        if (purpose == FolderFor::Opening) {
            openProject(path);
        } else if (createProject(path) && purpose == FolderFor::OwnTeacher) {
            m_project->openWizard(RunKind::Pipeline);
        }
    });
    dialog->open();
}

bool Workbench::createProject(const QString& folder) {
    try {
        createProjectFolder(folder);
    } catch (const Error& error) {
        const QString sentence = views::translated(error.message());
        if (m_project) {
            m_window->messageBar().ask(QStringLiteral("new-project"), sentence, {{tr("Understood"), {}}}, true);
        } else {
            m_window->startPage().setProblem(sentence);
        }
        return false;
    }
    openProject(folder);
    return m_project && m_project->folder() == QDir(folder).canonicalPath();
}

// Neither a project nor a program is needed to look at what was published.
void Workbench::openPublished(const QString& name) {
    auto* page = new views::LayerBenchPage;
    auto* sweep = new PublishedSweep(*page);
    m_window->showAlone(page, name, sweep->undo());
    sweep->open(name);
}

void Workbench::runDemo() {
    const QString folder = m_places.demoFolder.isEmpty() ? demoFolder() : m_places.demoFolder;
    if (!QDir().mkpath(folder)) {
        m_window->startPage().setProblem(tr("%1 could not be created.").arg(views::shownText(folder, 300)));
        return;
    }
    if (!m_project || m_project->folder() != QDir(folder).canonicalPath()) {
        openProject(folder);
    }
    if (m_project) {
        m_project->runDemo(m_places.demoBudget);
    }
}

// The window does not wait for what computes: it says so, and looks again.
void Workbench::showReadiness() {
    QString waiting;
    try {
        (void)findWorker();
        (void)findTorch();
        m_readiness.stop();
    } catch (const Error& error) {
        waiting = tr("Not ready yet; the button wakes up by itself. %1").arg(views::translated(error.message()));
        m_readiness.start(std::chrono::seconds(2));
    }
    m_window->startPage().setWaiting(waiting);
}

void Workbench::showAbout() {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Halyard"), {}, QMessageBox::Close, m_window.get());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Halyard %1").arg(QApplication::applicationVersion()));
    box->setInformativeText(tr("Turns language models with softmax attention into hybrids of linear attention. Free software "
                               "under the GNU General Public License, version 3 or later."));
    box->open();
}

void Workbench::showShortcuts() {
    QStringList lines;
    for (const QAction* action : m_window->actions().all()) {
        if (!action->shortcut().isEmpty()) {
            lines << action->shortcut().toString(QKeySequence::NativeText) + u'\t' + QString(action->text()).remove(u'&');
        }
    }
    lines << QString() << tr("In a chart: + and − zoom, the arrows move, Home shows all, W opens a window of its own.");
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Keyboard shortcuts"), lines.join(u'\n'), QMessageBox::Close, m_window.get());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->open();
}

int runWorkbench(QApplication& application) {
    QApplication::setApplicationName(QStringLiteral("halyard-workbench"));
    QApplication::setApplicationVersion(QStringLiteral(HALYARD_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.halyard.Workbench"));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The desktop program of Halyard."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"), QStringLiteral("Project folder; the start page without it."),
                                 QStringLiteral("[PROJECT]"));
    parser.process(application);
    Workbench workbench(application);
    workbench.openWindow();
    if (const QStringList given = parser.positionalArguments(); !given.isEmpty()) {
        // The window first.
        QTimer::singleShot(0, &workbench, [&workbench, folder = given.front()] { workbench.openProject(folder); });
    }
    return QApplication::exec();
}

} // namespace halyard::app
