// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/open_project.h"

#include "app/action_palette.h"
#include "app/demo_guide.h"
#include "app/draft_store.h"
#include "app/export_controller.h"
#include "app/layer_pages.h"
#include "app/main_window.h"
#include "app/measurement_controller.h"
#include "app/message_bar.h"
#include "app/overview_chart.h"
#include "app/overview_needles.h"
#include "app/prepare_text.h"
#include "app/project_controller.h"
#include "app/project_folder.h"
#include "app/run_controller.h"
#include "app/study_pages.h"
#include "app/window_actions.h"
#include "app/wizard_controller.h"
#include "app/wizard_inputs.h"
#include "core/run/run_summary.h"
#include "views/export/export_page.h"
#include "views/project/notices_panel.h"
#include "views/run/run_page.h"
#include "views/wizards/run_wizard.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <QDir>

namespace halyard::app {

namespace {

const QString kExportPage = QStringLiteral("export");

// Pages that draw what runs have measured.
const QString kLength = QStringLiteral("length:");
const QString kSpeed = QStringLiteral("speed:");

QString pageOf(const QString& run) {
    return QStringLiteral("run:") + run;
}

// Empty: nothing draws them.
QString resultsPageOf(const QString& run, RunKind kind) {
    return kind == RunKind::Niah || kind == RunKind::Scaling ? kLength + run
           : kind == RunKind::Throughput                     ? kSpeed + run
           : kind == RunKind::Study                          ? StudyPages::pageOf(run)
                                                             : QString();
}

QString resultsTitle(const QString& title, RunKind kind) {
    return kind == RunKind::Throughput ? OpenProject::tr("Speed: %1").arg(title)
           : kind == RunKind::Study    ? OpenProject::tr("Study: %1").arg(title)
                                       : OpenProject::tr("Length: %1").arg(title);
}

} // namespace

OpenProject::OpenProject(MainWindow& window, QString folder, remote::TransportFactory transports, QObject* parent)
    : QObject(parent), m_window(&window), m_folder(std::move(folder)),
      m_agent(std::make_unique<remote::AgentSession>(std::move(transports))),
      m_project(std::make_unique<remote::ProjectSession>(*m_agent)),
      m_around(std::make_unique<ProjectController>(*m_project, window, m_folder)),
      m_demo(std::make_unique<DemoGuide>(*m_project, *m_around, window, m_folder)),
      m_layers(std::make_unique<LayerPages>(*m_project, *m_around, window, m_folder)),
      m_studies(std::make_unique<StudyPages>(*m_project, *m_around, window, m_folder)), m_drafts(std::make_unique<DraftStore>(m_folder)),
      m_chart(std::make_unique<OverviewChart>(*m_project, window.overviewPage().heldOutChart())),
      m_needles(std::make_unique<OverviewNeedles>(*m_project, window.overviewPage())) {
    connectActions();
    connectWindow();
}

OpenProject::~OpenProject() {
    // What they hold speaks to our connection. A draft stays on disk.
    qDeleteAll(m_window->findChildren<views::RunWizard*>(QString(), Qt::FindDirectChildrenOnly));
    qDeleteAll(m_window->findChildren<PrepareDialog*>(QString(), Qt::FindDirectChildrenOnly));
    m_demo.reset();
    // Pages hold controllers that look at us.
    m_window->closeAllPages();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void OpenProject::start() {
    const WindowState state = loadWindowState(m_folder);
    m_toRestore = state.pages;
    m_currentToRestore = state.current;
    m_smoothing = state.smoothing;
    connect(m_project.get(), &remote::ProjectSession::completed, this, &OpenProject::restorePages);
    m_agent->start();
    m_project->follow();
    offerDrafts();
}

void OpenProject::connectActions() {
    WindowActions& actions = m_window->actions();
    for (const auto& [kind, action] : actions.newRun) {
        connect(action, &QAction::triggered, this, [this, kind = kind] { openWizard(kind); });
    }
    connect(actions.exportModel, &QAction::triggered, this, [this] { openExport(); });
    connect(actions.prepareText, &QAction::triggered, this, &OpenProject::openPrepare);
    connect(actions.layerBench, &QAction::triggered, this, [this] { openLayerBench(); });
    connect(actions.newStudy, &QAction::triggered, this, [this] { m_studies->edit(); });
    connect(actions.importSweep, &QAction::triggered, this, [this] { m_layers->importFolder(); });
    connect(actions.clone, &QAction::triggered, this, [this] {
        const QString run = m_around->currentRun();
        if (run.isEmpty()) {
            return;
        }
        openRun(run);
        if (RunController* controller = controllerOf(pageOf(run))) {
            controller->clone();
        }
    });
    connect(actions.results, &QAction::triggered, this, [this] {
        const auto run = m_project->runs().find(m_around->currentRun().toStdString());
        if (const auto kind = run == m_project->runs().end() ? std::nullopt : runKindFromName(run->second.kind)) {
            openResults(m_around->currentRun(), *kind);
        }
    });
    connect(actions.palette, &QAction::triggered, this, [this] {
        std::vector<ActionPalette::Place> places;
        for (const auto& [name, run] : m_project->runs()) {
            const views::RunFacts facts = factsOf(run, m_around->viewpoint());
            places.push_back({pageOf(facts.id), facts.title, views::kindIcon(facts.kind)});
            if (const QString page = resultsPageOf(facts.id, facts.kind); !page.isEmpty()) {
                places.push_back({page, resultsTitle(facts.title, facts.kind), QStringLiteral("chart")});
            }
        }
        m_window->palettePopup().open(m_window->actions().all(), places);
    });
}

void OpenProject::connectWindow() {
    connect(m_demo.get(), &DemoGuide::runOpened, this, &OpenProject::openRun);
    connect(m_demo.get(), &DemoGuide::exportOpened, this, [this] { openExport(); });
    connect(m_layers.get(), &LayerPages::stage2Requested, this, &OpenProject::useLayers);
    connect(m_layers.get(), &LayerPages::sweepRequested, this, [this] { openWizard(RunKind::Sweep); });
    connect(m_studies.get(), &StudyPages::runOpened, this, &OpenProject::openRun);
    connect(m_studies.get(), &StudyPages::launched, this, [this](const QString& run) {
        m_toOpen = run;
        openAwaited();
    });
    connect(m_around.get(), &ProjectController::runOpened, this, &OpenProject::openWhatFor);
    connect(m_around.get(), &ProjectController::stepRequested, this, &OpenProject::doStep);
    connect(&m_window->overviewPage(), &views::OverviewPage::ownTeacherRequested, this, [this] { openWizard(RunKind::Pipeline); });
    connect(&m_window->overviewPage(), &views::OverviewPage::demoRequested, this, [this] { runDemo(); });
    connect(m_around.get(), &ProjectController::changed, this, [this] {
        m_chart->update(m_around->viewpoint());
        m_needles->update(m_around->viewpoint());
        openAwaited();
        m_demo->follow();
        for (const auto& [name, run] : m_project->runs()) {
            m_window->setPageTitle(pageOf(views::fromUtf8(name)), factsOf(run, m_around->viewpoint()).title);
        }
    });
    connect(&m_window->palettePopup(), &ActionPalette::placeChosen, this, &OpenProject::openPage);
    connect(m_window, &MainWindow::pageChanged, this, &OpenProject::showLogOf);
}

void OpenProject::restorePages() {
    for (const QString& page : std::exchange(m_toRestore, {})) {
        openPage(page);
    }
    if (!m_currentToRestore.isEmpty()) {
        m_window->activatePage(m_currentToRestore);
    }
}

// ---- pages ----

// By its id, as it was open before or as the palette has it; one of a run that is gone opens nothing.
void OpenProject::openPage(const QString& id) {
    if (id == kExportPage) {
        openExport();
        return;
    }
    if (id == LayerPages::page()) {
        openLayerBench();
        return;
    }
    if (id == StudyPages::editorPage()) {
        m_studies->edit();
        return;
    }
    const QString run = id.mid(id.indexOf(u':') + 1);
    const auto found = m_project->runs().find(run.toStdString());
    if (found == m_project->runs().end()) {
        return;
    }
    const auto kind = runKindFromName(found->second.kind);
    if (id == pageOf(run)) {
        openRun(run);
    } else if (kind && id == resultsPageOf(run, *kind)) {
        openResults(run, *kind);
    }
}

template <class Page> void OpenProject::addMeasurements(const QString& id, const QString& run, const QString& title) {
    auto* page = new Page;
    auto* controller = new MeasurementController(*m_project, *m_around, run, *page);
    connect(controller, &MeasurementController::runOpened, this, &OpenProject::openRun);
    m_window->addPage(id, title, QStringLiteral("chart"), page);
}

void OpenProject::openResults(const QString& run, RunKind kind) {
    if (kind == RunKind::Sweep) {
        openLayersOf(views::fromUtf8(sweepOf(m_project->runs(), run.toStdString())));
        return;
    }
    const QString id = resultsPageOf(run, kind);
    if (id.isEmpty() || m_window->activatePage(id)) {
        return;
    }
    const auto found = m_project->runs().find(run.toStdString());
    const QString title = resultsTitle(found == m_project->runs().end() ? run : factsOf(found->second, m_around->viewpoint()).title, kind);
    if (kind == RunKind::Study) {
        m_studies->open(run, title);
    } else if (kind == RunKind::Throughput) {
        addMeasurements<views::SpeedPage>(id, run, title);
    } else {
        addMeasurements<views::LengthPage>(id, run, title);
    }
    m_window->activatePage(id);
}

RunController* OpenProject::controllerOf(const QString& page) const {
    QWidget* const widget = m_window->page(page);
    return widget == nullptr ? nullptr : widget->findChild<RunController*>(QString(), Qt::FindDirectChildrenOnly);
}

int OpenProject::smoothing() const {
    const auto* page = qobject_cast<views::RunPage*>(m_window->page(m_window->currentPage()));
    return page == nullptr ? m_smoothing : page->smoothing();
}

void OpenProject::openRun(const QString& run) {
    if (run.isEmpty() || m_window->activatePage(pageOf(run))) {
        return;
    }
    auto* page = new views::RunPage;
    if (m_smoothing = smoothing(); m_smoothing >= 0) {
        page->setSmoothing(m_smoothing);
    }
    auto* controller = new RunController(*m_project, *m_around, run, *page);
    connect(controller, &RunController::cloneRequested, this, &OpenProject::openCloneOf);
    connect(controller, &RunController::exportRequested, this, &OpenProject::openExport);
    connect(controller, &RunController::partOpened, this, &OpenProject::openRun);
    connect(controller, &RunController::resultsRequested, this, &OpenProject::openResults);
    const auto found = m_project->runs().find(run.toStdString());
    const views::RunFacts facts = found == m_project->runs().end() ? views::RunFacts{} : factsOf(found->second, m_around->viewpoint());
    m_window->addPage(pageOf(run), facts.title.isEmpty() ? run : facts.title, views::kindIcon(facts.kind), page);
    m_window->activatePage(pageOf(run));
}

void OpenProject::showLogOf(const QString& page) {
    RunController* const controller = controllerOf(page);
    if (controller == m_logged) {
        return;
    }
    if (m_logged) {
        m_logged->hideLog();
    }
    m_logged = controller;
    if (m_logged) {
        m_window->showLog(QString(m_logged->run()).replace(views::fromUtf8(std::string(kInComposite)), QStringLiteral(" › ")));
        m_logged->showLogIn(m_window->log());
    }
}

void OpenProject::openExport(const QString& run, std::optional<std::int64_t> step) {
    if (m_window->page(kExportPage) == nullptr) {
        auto* page = new views::ExportPage;
        new ExportController(*m_project, *m_around, m_folder, *page);
        m_window->addPage(kExportPage, tr("Export"), QStringLiteral("export"), page);
    }
    m_window->activatePage(kExportPage);
    m_window->page(kExportPage)->findChild<ExportController*>(QString(), Qt::FindDirectChildrenOnly)->choose(run, step);
}

// ---- layers ----

void OpenProject::openLayerBench(const QString& published) {
    m_layers->open(published);
}

// Sweeps and probes of layers are run for the bench, studies for their table; their own page is the tab beside. A single layer
// has only its page.
void OpenProject::openWhatFor(const QString& run) {
    openRun(run);
    const auto found = m_project->runs().find(run.toStdString());
    if (found == m_project->runs().end()) {
        return;
    }
    const auto kind = runKindFromName(found->second.kind);
    const bool whole = sweepOf(m_project->runs(), found->first) == found->first;
    if (kind == RunKind::GaS2 || (kind == RunKind::Sweep && whole)) {
        openLayersOf(run);
    } else if (kind == RunKind::Study) {
        openResults(run, *kind);
    }
}

void OpenProject::openLayersOf(const QString& run) {
    m_layers->openRun(run);
}

void OpenProject::useLayers(const std::vector<std::int64_t>& layers, const QString& selection) {
    RunSpec spec = firstSpec(RunKind::Stage2, m_project->runs(), m_folder);
    spec.model.attention_layers = layers;
    std::erase_if(spec.inputs, [](const RunInput& input) { return input.role == "selection"; });
    spec.inputs.push_back({"selection", views::toUtf8(selection), {}, {}});
    showWizard(spec, {});
}

void OpenProject::doStep(views::ProjectStep step) {
    static constexpr std::array kKinds = {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3};
    if (step == views::ProjectStep::Export) {
        openExport();
        return;
    }
    const RunKind kind = kKinds[static_cast<std::size_t>(step)];
    const std::string run = newestRun(m_project->runs(), kind);
    if (run.empty()) {
        openWizard(kind);
    } else {
        openRun(views::fromUtf8(run));
    }
}

// ---- wizards ----

void OpenProject::openWizard(RunKind kind) {
    showWizard(firstSpec(kind, m_project->runs(), m_folder), {});
}

void OpenProject::showWizard(const RunSpec& spec, std::unique_ptr<DraftFile> draft) {
    auto* controller = new WizardController({m_project.get(), m_around.get(), m_window, m_drafts.get(), m_folder}, spec, std::move(draft));
    connect(controller, &WizardController::launched, this, [this](const QString& run) {
        // Its page opens when the project tells of it.
        m_toOpen = run;
        openAwaited();
    });
    connect(controller, &WizardController::leftEdited, this, &OpenProject::offerDrafts);
    controller->open();
}

void OpenProject::openAwaited() {
    if (!m_toOpen.isEmpty() && m_project->runs().contains(m_toOpen.toStdString())) {
        const QString run = std::exchange(m_toOpen, {});
        openRun(run);
        if (runKindFromName(m_project->runs().at(run.toStdString()).kind) == RunKind::Study) {
            openResults(run, RunKind::Study);
        }
    }
}

void OpenProject::openCloneOf(const Json& document) {
    try {
        RunSpec spec = runSpecFromJson(document, "run.json");
        for (RunInput& input : spec.inputs) {
            input.hash.clear(); // of what it was then
        }
        showWizard(spec, {});
    } catch (const Error& error) {
        m_around->tell(m_around->currentRun(), {.ok = false, .result = {}, .error = error.message()});
    }
}

// Offered, never silent: what a wizard held when it, or the whole program, went away.
void OpenProject::offerDrafts() {
    const std::vector<Draft> drafts = m_drafts->abandoned();
    if (drafts.empty()) {
        return;
    }
    const Draft& draft = drafts.front();
    m_window->messageBar().ask(
        QStringLiteral("draft"),
        tr("Settings of \"%1\", edited at %2, were not launched.").arg(views::kindText(draft.spec.kind), views::timeText(draft.time)),
        {{tr("Go on editing"),
          [this, draft] {
              if (auto file = m_drafts->take(draft.id)) {
                  const std::optional<Draft> newest = file->read();
                  showWizard(newest ? newest->spec : draft.spec, std::move(file));
              } else {
                  offerDrafts();
              }
          }},
         {tr("Discard"),
          [this, id = draft.id] {
              if (const auto file = m_drafts->take(id)) {
                  file->discard();
              }
              offerDrafts();
          }},
         {tr("Later"), {}}});
}

// ---- jobs ----

void OpenProject::openPrepare() {
    prepareText(*m_agent, m_folder,
                {.tokenizers = tokenizerFolders(m_project->runs(), m_folder), .name = freeName(m_folder + QStringLiteral("/data"), QStringLiteral("train")),
                 .heldOutName = freeName(m_folder + QStringLiteral("/data"), QStringLiteral("held_out"))},
                m_window);
}

void OpenProject::runDemo(const QString& budget) {
    m_demo->run(budget);
}

} // namespace halyard::app
