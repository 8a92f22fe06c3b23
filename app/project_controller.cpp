// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project_controller.h"

#include "app/main_window.h"
#include "app/trash_dialog.h"
#include "app/undo_commands.h"
#include "app/window_actions.h"
#include "views/project/inspector.h"
#include "views/project/lineage_tree.h"
#include "views/project/notices_panel.h"
#include "views/project/queue_bar.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <chrono>

#include <QApplication>
#include <QDir>
#include <QLineEdit>

namespace halyard::app {

namespace {

constexpr std::chrono::milliseconds kWait{150};
constexpr std::chrono::seconds kSampleEvery{5};

double now() {
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

} // namespace

ProjectController::ProjectController(remote::ProjectSession& project, MainWindow& window, QString folder, QObject* parent)
    : QObject(parent), m_project(&project), m_window(&window), m_folder(std::move(folder)) {
    m_window->undo().addStack(&m_undo);
    m_window->undo().setActiveStack(&m_undo);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kWait);
    connect(&m_refresh, &QTimer::timeout, this, &ProjectController::show);
    connect(&project, &remote::ProjectSession::runsChanged, this, [this](const auto& changed, const auto&) {
        announce(changed);
        refresh();
    });
    connect(&project, &remote::ProjectSession::queueChanged, this, &ProjectController::refresh);
    connect(&project, &remote::ProjectSession::projectChanged, this, &ProjectController::refresh);
    connect(&project.agent(), &remote::AgentSession::linkStateChanged, this, &ProjectController::refresh);
    connect(&project.agent(), &remote::AgentSession::contact, this, &ProjectController::showLink);
    connect(&m_sample, &QTimer::timeout, this, &ProjectController::sampleMachine);
    m_sample.start(kSampleEvery);
    connect(&m_watch, &QFileSystemWatcher::directoryChanged, this, &ProjectController::lookForExports);
    connectViews();
    connectQueue();
    connectActions();
    lookForExports();
    show();
    sampleMachine();
}

ProjectController::~ProjectController() {
    m_window->undo().removeStack(&m_undo);
}

Viewpoint ProjectController::viewpoint() const {
    Viewpoint from;
    from.project = m_folder;
    from.readOnly = !m_project->readOnlyReason().pattern.empty();
    const remote::AgentSession& agent = m_project->agent();
    const bool lost = agent.linkState() == remote::LinkState::Lost || agent.linkState() == remote::LinkState::Refused;
    if (lost && agent.lastContact().isValid()) {
        from.lastContact = static_cast<double>(agent.lastContact().toSecsSinceEpoch());
    }
    return from;
}

QString ProjectController::currentRun() const {
    const QString page = runIdOf(m_window->currentPage());
    return page.isEmpty() ? runIdOf(m_window->tree().selectedNode()) : page;
}

void ProjectController::tell(const QString& target, const remote::Answer& answer) {
    if (!answer.ok) {
        m_window->notices().add({views::Notice::Severity::Error, views::translated(answer.error), now(), QStringLiteral("run:") + target});
        m_window->showNotices();
    }
}

// ---- what is asked for ----

void ProjectController::connectViews() {
    views::LineageTree& tree = m_window->tree();
    connect(&tree, &views::LineageTree::nodeSelected, this, [this] {
        showInspector();
        showCurrentActions();
    });
    const auto open = [this](const QString& node) {
        if (const QString run = runIdOf(node); !run.isEmpty()) {
            Q_EMIT runOpened(run);
        }
    };
    connect(&tree, &views::LineageTree::nodeOpened, this, open);
    connect(&m_window->notices(), &views::NoticesPanel::opened, this, open);
    connect(&m_window->overviewPage(), &views::OverviewPage::changeOpened, this, open);
    connect(&m_window->overviewPage(), &views::OverviewPage::actionRequested, this, &ProjectController::stepRequested);
    connect(m_window, &MainWindow::pageChanged, this, [this](const QString& page) {
        if (!runIdOf(page).isEmpty()) {
            m_window->tree().selectNode(page);
        }
        showCurrentActions();
    });
    connect(m_window, &MainWindow::reconnectRequested, &m_project->agent(), &remote::AgentSession::reconnectNow);
    connect(&m_window->inspector(), &views::Inspector::renamed, this,
            [this](const QString& node, const QString& title) { renameRun(runIdOf(node), title); });
    connect(&m_window->inspector(), &views::Inspector::notesEdited, this,
            [this](const QString& node, const QString& notes) { changeNotes(runIdOf(node), notes); });
}

void ProjectController::connectQueue() {
    views::QueueBar& queue = m_window->queue();
    const auto command = [this](const QString& run, const char* word) {
        m_project->command(run, QLatin1String(word), this, [this, run](const remote::Answer& answer) { tell(run, answer); });
    };
    connect(&queue, &views::QueueBar::openRequested, this, &ProjectController::runOpened);
    connect(&queue, &views::QueueBar::pauseRequested, this, [command](const QString& run) { command(run, "pause"); });
    connect(&queue, &views::QueueBar::resumeRequested, this, [command](const QString& run) { command(run, "resume"); });
    connect(&queue, &views::QueueBar::stopRequested, this, [command](const QString& run) { command(run, "stop"); });
    connect(&queue, &views::QueueBar::moveRequested, this, [this](const QString& run, int position) {
        m_project->moveInQueue(run, position, this, [this, run](const remote::Answer& answer) { tell(run, answer); });
    });
    connect(&queue, &views::QueueBar::removeRequested, this, [this](const QString& run) {
        m_project->dequeue(run, this, [this, run](const remote::Answer& answer) { tell(run, answer); });
    });
}

void ProjectController::connectActions() {
    WindowActions& actions = m_window->actions();
    const auto onRun = [this](QAction* action, auto work) {
        connect(action, &QAction::triggered, this, [this, work] {
            if (const QString run = currentRun(); !run.isEmpty()) {
                work(run);
            }
        });
    };
    const auto command = [this](const char* word) {
        return [this, word](const QString& run) {
            m_project->command(run, QLatin1String(word), this, [this, run](const remote::Answer& answer) { tell(run, answer); });
        };
    };
    onRun(actions.pause, command("pause"));
    onRun(actions.resume, command("resume"));
    onRun(actions.stop, command("stop"));
    onRun(actions.stopNow, command("stop_now"));
    onRun(actions.start, [this](const QString& run) {
        const auto found = m_project->runs().find(run.toStdString());
        const bool resume = found != m_project->runs().end() && found->second.status.canResume();
        m_project->startRun(run, resume, this, [this, run](const remote::Answer& answer) { tell(run, answer); });
    });
    onRun(actions.trash, [this](const QString& run) { trashRun(run); });
    onRun(actions.rename, [this](const QString& run) {
        m_window->tree().selectNode(QStringLiteral("run:") + run);
        if (auto* title = m_window->inspector().findChild<QLineEdit*>()) {
            title->setFocus();
            title->selectAll();
        }
    });
}

void ProjectController::renameRun(const QString& run, const QString& title) {
    const auto found = m_project->runs().find(run.toStdString());
    if (found == m_project->runs().end() || title == views::fromUtf8(found->second.title)) {
        return;
    }
    m_undo.push(new TextChange(tr("Rename the run"), views::fromUtf8(found->second.title), title, [this, run](const QString& text) {
        m_project->rename(run, text, this, [this, run](const remote::Answer& answer) { tell(run, answer); });
    }));
}

void ProjectController::changeNotes(const QString& run, const QString& notes) {
    const auto found = m_project->runs().find(run.toStdString());
    if (found == m_project->runs().end() || notes == views::fromUtf8(found->second.notes)) {
        return;
    }
    m_undo.push(new TextChange(tr("Edit the notes"), views::fromUtf8(found->second.notes), notes, [this, run](const QString& text) {
        m_project->setNotes(run, text, this, [this, run](const remote::Answer& answer) { tell(run, answer); });
    }));
}

void ProjectController::trashRun(const QString& run) {
    auto* dialog = new TrashDialog(run, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, run, dialog] {
        m_project->trash(run, dialog->typed(), this, [this, run](const remote::Answer& answer) {
            if (answer.ok) {
                m_window->closePage(QStringLiteral("run:") + run);
            }
            tell(run, answer);
        });
    });
    dialog->open();
}

// ---- what is shown ----

void ProjectController::refresh() {
    if (!m_refresh.isActive()) {
        m_refresh.start();
    }
}

void ProjectController::show() {
    const Viewpoint from = viewpoint();
    const Runs& runs = m_project->runs();
    m_window->tree().setNodes(lineageOf(runs, m_exports, from));
    views::OverviewPage& overview = m_window->overviewPage();
    const auto cards = cardsOf(runs, m_exports, from);
    for (int step = 0; step < views::kProjectSteps; ++step) {
        overview.setCard(static_cast<views::ProjectStep>(step), cards[static_cast<std::size_t>(step)]);
    }
    overview.setChanges(changesOf(runs, from));
    overview.setEmpty(runs.empty() && m_exports.empty() && !from.readOnly);
    overview.setReadOnly(from.readOnly ? views::translated(m_project->readOnlyReason()) : QString());
    const Json& document = m_project->project();
    const Json name = document.is_object() ? document.value("name", Json()) : Json();
    overview.setTitle(name.is_string() ? views::fromUtf8(name.get<std::string>()) : QDir(m_folder).dirName());
    m_window->actions().setProject(true, !from.readOnly);
    showQueue();
    showInspector();
    showLink();
    showCurrentActions();
    Q_EMIT changed();
}

void ProjectController::showQueue() {
    const Viewpoint from = viewpoint();
    std::vector<views::RunFacts> lines;
    for (const auto& [name, run] : m_project->runs()) {
        if (run.status.goesOn() && compositeOf(name).empty()) {
            lines.push_back(factsOf(run, from));
        }
    }
    for (const remote::QueueEntry& entry : m_project->queue()) {
        const auto found = m_project->runs().find(entry.run.toStdString());
        if (found != m_project->runs().end() && !found->second.status.goesOn()) {
            lines.push_back(factsOf(found->second, from));
            lines.back().state = views::RunState::Queued;
        }
    }
    // Lines are made anew: not under a finger, and while one is at the keyboard there only when they are others.
    QString lineup;
    for (const views::RunFacts& line : lines) {
        lineup += line.id + u'\n' + QString::number(static_cast<int>(line.state)) + u'\n';
    }
    const QWidget* const focus = QApplication::focusWidget();
    const bool used = focus != nullptr && m_window->queue().isAncestorOf(focus);
    if (QApplication::mouseButtons() != Qt::NoButton) {
        refresh();
    } else if (!used || lineup != m_lineup) {
        m_lineup = lineup;
        m_window->queue().setRuns(lines);
    }
}

void ProjectController::showInspector() {
    const QString node = m_window->tree().selectedNode();
    const auto found = m_project->runs().find(runIdOf(node).toStdString());
    if (found == m_project->runs().end()) {
        m_window->inspector().clearSubject();
        return;
    }
    const Viewpoint from = viewpoint();
    m_window->inspector().setSubject(node, shortTitleOf(found->second), inspectorFacts(found->second, from));
    m_window->inspector().setNotes(views::fromUtf8(found->second.notes));
    m_window->inspector().setEditable(!from.readOnly);
}

void ProjectController::showLink() {
    const remote::AgentSession& agent = m_project->agent();
    const QString since = views::timeText(static_cast<double>(agent.lastContact().toSecsSinceEpoch()));
    switch (agent.linkState()) {
    case remote::LinkState::Connected: m_window->setLinkText(tr("● Connected to this computer"), false); break;
    case remote::LinkState::Idle:
    case remote::LinkState::Connecting: m_window->setLinkText(tr("◌ Connecting to this computer"), false); break;
    case remote::LinkState::Lost:
        m_window->setLinkText(agent.lastContact().isValid() ? tr("No contact since %1; runs may be going on. %2")
                                                                  .arg(since, views::translated(agent.lastReason()))
                                                            : views::translated(agent.lastReason()),
                              true);
        break;
    case remote::LinkState::Refused: m_window->setLinkText(views::translated(agent.lastReason()), true); break;
    }
}

// What the menu offers for the run it is about.
void ProjectController::showCurrentActions() {
    WindowActions& actions = m_window->actions();
    const Viewpoint from = viewpoint();
    const auto found = m_project->runs().find(currentRun().toStdString());
    const bool any = found != m_project->runs().end() && !from.readOnly;
    const views::RunState state = any ? factsOf(found->second, from).state : views::RunState::New;
    const bool whole = any && compositeOf(found->first).empty(); // what is done to a part is done to the whole run
    const bool running = state == views::RunState::Running || state == views::RunState::Starting;
    actions.start->setEnabled(whole && (views::canStart(state) || views::canContinue(state)));
    actions.pause->setEnabled(whole && running);
    actions.resume->setEnabled(whole && state == views::RunState::Paused);
    actions.stop->setEnabled(whole && (running || state == views::RunState::Paused));
    actions.stopNow->setEnabled(whole && views::goesOn(state));
    actions.clone->setEnabled(any);
    actions.rename->setEnabled(any);
    actions.trash->setEnabled(whole && !views::goesOn(state));
}

// A notice for what ended while one looked elsewhere; nothing for what had ended before we came.
void ProjectController::announce(const std::vector<std::string>& changed) {
    for (const std::string& name : changed) {
        const auto run = m_project->runs().find(name);
        if (run == m_project->runs().end()) {
            continue;
        }
        const std::string state = run->second.status.state;
        const std::string before = std::exchange(m_states[name], state);
        const views::RunFacts facts = factsOf(run->second, viewpoint());
        const bool ended = facts.state == views::RunState::Done || views::canContinue(facts.state);
        if (before.empty() || before == state || !ended) {
            continue;
        }
        const bool bad = facts.state != views::RunState::Done && facts.state != views::RunState::Stopped;
        const QString title = views::shownText(facts.title, 80);
        const QString text = facts.reason.isEmpty() ? tr("%1: %2").arg(title, views::stateText(facts.state))
                                                    : tr("%1: %2. %3").arg(title, views::stateText(facts.state), facts.reason);
        m_window->notices().add({bad ? views::Notice::Severity::Error : views::Notice::Severity::Info, text, now(),
                                 QStringLiteral("run:") + facts.id});
    }
}

void ProjectController::sampleMachine() {
    m_project->sample(this, [this](const remote::MachineSample& sample) {
        QStringList parts;
        for (const auto& gpu : sample.gpus) {
            if (gpu.utilization >= 0) {
                parts << tr("%1: %2 %").arg(views::shownText(gpu.name, 30)).arg(qRound(gpu.utilization * 100));
            }
        }
        if (sample.cpuBusy >= 0) {
            parts << tr("processor %1 %").arg(qRound(sample.cpuBusy * 100));
        }
        parts << tr("memory free %1").arg(views::bytesText(sample.memoryAvailable))
              << tr("disk free %1").arg(views::bytesText(sample.diskFree));
        m_window->setMachineText(parts.join(QStringLiteral(" · ")));
    });
}

void ProjectController::startOrQueue(const QString& run) {
    const Runs& runs = m_project->runs();
    const bool busy = std::any_of(runs.begin(), runs.end(), [](const auto& entry) { return entry.second.status.goesOn(); }) || !m_project->queue().empty();
    const auto answer = [this, run](const remote::Answer& told) { tell(run, told); };
    if (busy) {
        m_project->enqueue(run, false, this, answer);
    } else {
        m_project->startRun(run, false, this, answer);
    }
}

void ProjectController::lookForExports() {
    const QString folder = m_folder + QStringLiteral("/exports");
    if (!m_watch.directories().contains(folder) && QDir(folder).exists()) {
        m_watch.addPath(folder);
    }
    m_exports = exportedModels(m_folder);
    refresh();
    Q_EMIT exportsChanged();
}

} // namespace halyard::app
