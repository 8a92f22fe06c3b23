// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layer_bench_controller.h"

#include "app/choice_change.h"
#include "app/main_window.h"
#include "app/places.h"
#include "app/project_controller.h"
#include "app/project_folder.h"
#include "core/base/error.h"
#include "core/select/score/sweep_file.h"
#include "remote/result_file.h"
#include "views/layers/layer_bench_page.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <chrono>

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

namespace halyard::app {

using views::BenchChoice;
using views::LayerBenchPage;

namespace {

constexpr std::chrono::milliseconds kLookEvery{2000};
constexpr std::chrono::milliseconds kRescoreAfter{300};
constexpr std::array kFiles = {"sweep.json", "screen.json", "ranking.json"};
constexpr std::array<std::array<const char*, 2>, 2> kPaper = {
    {{"hypenet-2b", QT_TRANSLATE_NOOP("halyard::app::LayerBenchController", "the published sweep of Qwen3-1.7B (HypeNet 2B)")},
     {"hypenet-4b", QT_TRANSLATE_NOOP("halyard::app::LayerBenchController", "the published sweep of Qwen3-4B (HypeNet 5B)")}}};
const QString kPaperFolder = QStringLiteral("paper"); // of the resources
const QString kPaperId = QStringLiteral("paper:");
const QString kRunId = QStringLiteral("run:");

} // namespace

LayerBenchController::LayerBenchController(const Around& around, LayerBenchPage& page) : QObject(&page), m_around(around), m_page(&page) {
    m_around.window->undo().addStack(&m_undo);
    m_look.setSingleShot(true);
    m_look.setInterval(kLookEvery);
    m_rescore.setSingleShot(true);
    m_rescore.setInterval(kRescoreAfter);
    connect(&m_look, &QTimer::timeout, this, &LayerBenchController::fetch);
    connect(&m_rescore, &QTimer::timeout, this, &LayerBenchController::rescore);
    connect(&m_reader, &LayerReader::progressed, this, [this](double part) { m_page->setProgress(tr("Reading logs"), part); });
    connect(&m_reader, &LayerReader::finished, this, &LayerBenchController::take);
    connect(&m_reader, &LayerReader::failed, this, [this](const Message& reason) { fail(views::translated(reason)); });
    connect(m_around.controller, &ProjectController::changed, this, &LayerBenchController::offer);
    connect(m_around.window, &MainWindow::pageChanged, this, [this](const QString& id) {
        m_around.window->undo().setActiveStack(m_around.window->page(id) == m_page ? &m_undo : &m_around.controller->undo());
    });
    connectPage();
    offer();
}

LayerBenchController::~LayerBenchController() = default;

void LayerBenchController::connectPage() {
    connect(m_page, &LayerBenchPage::choiceEdited, this, [this](const BenchChoice& before, const BenchChoice& after, const QString& what) {
        m_undo.push(new ChoiceChange(what, before, after, *m_page));
        if (after.kept.size() != m_scoredFor) {
            m_rescore.start();
        }
    });
    connect(m_page, &LayerBenchPage::importFolderRequested, this, &LayerBenchController::importFolder);
    connect(m_page, &LayerBenchPage::importFileRequested, this, &LayerBenchController::importFile);
    connect(m_page, &LayerBenchPage::openRequested, this, &LayerBenchController::open);
    connect(m_page, &LayerBenchPage::sweepRequested, this, &LayerBenchController::sweepRequested);
    connect(m_page, &LayerBenchPage::saveRequested, this, &LayerBenchController::saveAs);
    connect(m_page, &LayerBenchPage::stage2Requested, this, &LayerBenchController::useForStage2);
    connect(m_page, &LayerBenchPage::copyRequested, this, [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
    connect(m_page, &LayerBenchPage::cancelRequested, this, [this] {
        m_reader.cancel();
        m_look.stop();
        ++m_asked;
        m_awaited = 0;
        m_page->setProgress({}, {});
        m_page->setNote(tr("Cancelled; what was shown before is still there."));
    });
}

// ---- what may be opened ----

void LayerBenchController::offer() {
    std::vector<views::OpenableSweep> published;
    for (const auto& [name, title] : kPaper) {
        if (!resourcesFolder(kPaperFolder).isEmpty()) {
            published.push_back({kPaperId + QLatin1String(name), tr(title)});
        }
    }
    std::vector<views::OpenableSweep> runs;
    for (const auto& [name, run] : m_around.project->runs()) {
        const auto kind = runKindFromName(run.kind);
        const bool whole = sweepOf(m_around.project->runs(), name) == name; // a layer is shown with its sweep
        if (whole && (kind == RunKind::Sweep || kind == RunKind::GaS2)) {
            runs.push_back({kRunId + views::fromUtf8(name), factsOf(run, m_around.controller->viewpoint()).title});
        }
    }
    m_page->setOpenable(published, runs);
    m_page->setUsable(!m_around.controller->viewpoint().readOnly);
    if (!m_run.isEmpty() && goesOn() && !m_look.isActive()) {
        m_look.start();
    }
}

void LayerBenchController::open(const QString& id) {
    if (id.startsWith(kPaperId)) {
        openPublished(id.mid(kPaperId.size()));
    } else if (id.startsWith(kRunId)) {
        openRun(id.mid(kRunId.size()));
    }
}

void LayerBenchController::importFolder() {
    auto* dialog = new QFileDialog(m_around.window, tr("The folder of a layer sweep, with layer0, layer1, … in it"), m_around.folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &LayerBenchController::openPath);
    dialog->open();
}

void LayerBenchController::importFile() {
    auto* dialog = new QFileDialog(m_around.window, tr("Results of a layer sweep"), m_around.folder, tr("Results (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &LayerBenchController::openPath);
    dialog->open();
}

void LayerBenchController::begin(const QString& shown) {
    m_look.stop();
    m_rescore.stop();
    m_reader.cancel();
    ++m_asked;
    m_awaited = 0;
    m_page->setProblem({});
    m_page->setNote({});
    m_page->setProgress(tr("Reading %1").arg(views::shownText(shown, 200)), std::nullopt);
}

void LayerBenchController::openPath(const QString& path) {
    begin(path);
    m_run.clear();
    read([file = std::filesystem::path(path.toStdString()), teachers = teachers()](const auto& step) {
        LayerSources sources = readLayerSources(file, step);
        sources.teachers = teachers;
        return sources;
    });
}

void LayerBenchController::openPublished(const QString& name) {
    const QString folder = resourcesFolder(kPaperFolder);
    if (folder.isEmpty()) {
        fail(tr("The published sweeps are not part of this installation."));
        return;
    }
    openPath(folder + u'/' + name + QStringLiteral(".json"));
}

// ---- a run of the project ----

bool LayerBenchController::goesOn() const {
    const auto found = m_around.project->runs().find(m_run.toStdString());
    return found != m_around.project->runs().end() && found->second.status.goesOn();
}

void LayerBenchController::openRun(const QString& run) {
    begin(run);
    m_run = run;
    fetch();
}

void LayerBenchController::fetch() {
    if (m_run.isEmpty() || m_awaited > 0 || m_reader.isBusy()) {
        return;
    }
    m_wasLive = goesOn();
    m_awaited = kFiles.size();
    for (std::size_t i = 0; i < kFiles.size(); ++i) {
        remote::fetchResult(m_around.project->agent(), m_run, QLatin1String(kFiles[i]), this, [this, i, asked = m_asked](const remote::Answer& answer) {
            if (asked == m_asked) {
                takeResult(i, answer);
            }
        });
    }
}

void LayerBenchController::takeResult(std::size_t file, const remote::Answer& answer) {
    m_results[file] = answer.ok ? answer.result : Json();
    if (!answer.ok) {
        m_page->setProblem(views::translated(answer.error));
    }
    if (--m_awaited > 0) {
        return;
    }
    if (std::all_of(m_results.begin(), m_results.end(), [](const Json& result) { return result.is_null(); })) {
        m_page->setProgress(m_wasLive ? tr("%1 has no results yet; they are shown as they come.").arg(views::shownText(m_run, 60)) : QString(), std::nullopt);
        if (m_wasLive) {
            m_look.start();
        } else if (answer.ok) {
            fail(tr("%1 has no results. Start the run, or open another one.").arg(views::shownText(m_run, 60)));
        }
        return;
    }
    const auto found = m_around.project->runs().find(m_run.toStdString());
    const QString title = found == m_around.project->runs().end() ? m_run : factsOf(found->second, m_around.controller->viewpoint()).title;
    read([results = m_results, run = m_run.toStdString(), title, live = m_wasLive, teachers = teachers()](const auto& /*step*/) {
        LayerSources sources;
        sources.title = title;
        sources.source = QStringLiteral("runs/") + views::fromUtf8(run);
        sources.live = live;
        sources.teachers = teachers;
        const auto source = [&](std::size_t i) { return "runs/" + run + "/" + kFiles[i]; };
        if (!results[0].is_null()) {
            sources.sweep = sweepFromJson(results[0], source(0));
        }
        if (!results[1].is_null()) {
            sources.screen = screenFromJson(results[1], source(1));
            sources.screenFile = {source(1), {}};
        }
        if (!results[2].is_null()) {
            sources.ranking = rankingFromJson(results[2], source(2));
        }
        return sources;
    });
}

// config.json of what runs of the project had as their teacher, those of this run first.
std::vector<std::filesystem::path> LayerBenchController::teachers() const {
    std::vector<std::filesystem::path> out;
    const auto add = [&](const RunSummary& run) {
        for (const RunInput& input : run.inputs) {
            if (input.role == "teacher") {
                out.push_back(std::filesystem::path(m_around.folder.toStdString()) / input.path / "config.json");
            }
        }
    };
    const Runs& runs = m_around.project->runs();
    if (const auto own = runs.find(m_run.toStdString()); own != runs.end()) {
        add(own->second);
    }
    for (const auto& [name, run] : runs) {
        add(run);
    }
    return out;
}

// ---- scores ----

void LayerBenchController::read(LayerReader::Work work) {
    m_scoredFor = m_page->choice().kept.size();
    m_reader.start(std::move(work), m_scoredFor);
}

void LayerBenchController::take(const std::shared_ptr<const LayerSources>& sources, const views::LayerBench& bench) {
    const bool other = !m_sources || m_sources->source != sources->source;
    m_sources = sources;
    m_page->setProgress({}, {});
    m_page->setBench(bench);
    if (other) {
        m_undo.clear();
        m_saved.clear();
        m_page->setProblem({});
        Q_EMIT opened(bench.title);
    }
    if (m_page->choice().kept.size() != m_scoredFor) {
        m_rescore.start();
    }
    if (!m_run.isEmpty() && (m_wasLive || goesOn())) {
        m_look.start(); // once more after its end, for what came last
    }
}

void LayerBenchController::rescore() {
    if (m_sources && !m_reader.isBusy()) {
        read([sources = m_sources](const auto& /*step*/) { return *sources; });
    }
}

void LayerBenchController::fail(const QString& sentence) {
    m_page->setProgress({}, {});
    m_page->setProblem(sentence);
}

// ---- selections ----

QString LayerBenchController::usualFile() const {
    const BenchChoice& choice = m_page->choice();
    const views::LayerSelector* const selector = views::selectorOf(m_page->bench(), choice);
    const bool asScored = selector != nullptr && selector->top(choice.kept.size()) == choice.kept;
    return QStringLiteral("%1-%2.json").arg(asScored ? choice.score : QStringLiteral("manual")).arg(choice.kept.size());
}

std::optional<QString> LayerBenchController::save(const QString& path) {
    if (!m_sources) {
        return std::nullopt;
    }
    try {
        writeSelection(path.toStdString(), selectionOf(*m_sources, m_page->bench(), m_page->choice()));
    } catch (const Error& error) {
        m_page->setProblem(views::translated(error.message()));
        return std::nullopt;
    }
    m_saved = path;
    m_savedChoice = m_page->choice();
    m_page->setProblem({});
    m_page->setNote(tr("Saved as %1.").arg(views::shownText(path, 300)));
    return path;
}

void LayerBenchController::saveAs() {
    const QString folder = m_around.folder + QStringLiteral("/selections");
    QDir().mkpath(folder);
    auto* dialog = new QFileDialog(m_around.window, tr("Save the selection"), folder, tr("Selections (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(usualFile());
    connect(dialog, &QFileDialog::fileSelected, this, &LayerBenchController::save);
    dialog->open();
}

// The run names a file, so that where its layers come from is told; one that holds this choice already is taken.
void LayerBenchController::useForStage2() {
    std::optional<QString> file;
    if (m_savedChoice == m_page->choice() && !m_saved.isEmpty() && QFileInfo(m_saved).isFile()) {
        file = m_saved;
    } else {
        const QString folder = m_around.folder + QStringLiteral("/selections");
        QDir().mkpath(folder);
        const QString usual = usualFile();
        QString name = usual;
        for (int number = 2; QFileInfo::exists(folder + u'/' + name); ++number) {
            name = QStringLiteral("%1-%2.json").arg(QFileInfo(usual).completeBaseName()).arg(number);
        }
        file = save(folder + u'/' + name);
    }
    if (file) {
        Q_EMIT stage2Requested(m_page->choice().kept, *file);
    }
}

} // namespace halyard::app
