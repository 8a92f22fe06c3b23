// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/measurement_controller.h"

#include "app/figure_file.h"
#include "app/project_controller.h"
#include "core/run/run_summary.h"
#include "remote/result_file.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <algorithm>

namespace halyard::app {

namespace {

constexpr std::size_t kMostSiblings = 6;

// Adds what another run has measured.
void join(views::MeasuredRun& to, const views::MeasuredRun& run) {
    to.results.cells.insert(to.results.cells.end(), run.results.cells.begin(), run.results.cells.end());
    to.results.searches.insert(to.results.searches.end(), run.results.searches.begin(), run.results.searches.end());
    to.results.complete = to.results.complete && run.results.complete;
    to.results.unreadable += run.results.unreadable;
    to.trainedLengths.insert(run.trainedLengths.begin(), run.trainedLengths.end());
    to.teachers.insert(run.teachers.begin(), run.teachers.end());
    to.known = to.known || run.known;
    if (to.problem.isEmpty()) {
        to.problem = run.problem;
    }
}

} // namespace

MeasurementController::MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::LengthPage& page)
    : QObject(&page), m_project(&project), m_around(&around), m_first(run), m_kinds({RunKind::Niah, RunKind::Scaling}), m_length(&page) {
    connectPage(page);
    connect(&page, &views::LengthPage::trialsRequested, this, &MeasurementController::readTrials);
}

MeasurementController::MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::SpeedPage& page)
    : QObject(&page), m_project(&project), m_around(&around), m_first(run), m_kinds({RunKind::Throughput}), m_speed(&page) {
    connectPage(page);
}

template <class Page> void MeasurementController::connectPage(Page& page) {
    connect(&page, &Page::runAdded, this, &MeasurementController::add);
    connect(&page, &Page::runRemoved, this, &MeasurementController::remove);
    connect(&page, &Page::runOpened, this, &MeasurementController::runOpened);
    connect(&page, &Page::figureReady, this, &MeasurementController::saveFigure);
    connect(m_around, &ProjectController::changed, this, [this] { m_show.start(); });
    m_show.setSingleShot(true);
    m_show.setInterval(0); // many changes, one drawing
    connect(&m_show, &QTimer::timeout, this, &MeasurementController::show);
    add(m_first);
    show();
}

bool MeasurementController::fits(RunKind kind) const {
    return std::find(m_kinds.begin(), m_kinds.end(), kind) != m_kinds.end();
}

void MeasurementController::add(const QString& run) {
    if (m_runs.contains(run)) {
        return;
    }
    m_order << run;
    Shown& shown = m_runs[run];
    shown.feed = std::make_unique<ResultFeed>(*m_project, run, nullptr);
    shown.run.facts.id = shown.run.facts.title = run;
    connect(shown.feed.get(), &ResultFeed::changed, this, [this, run](const views::EvaluationResults& results) {
        Shown& at = m_runs.at(run);
        at.run.results = results;
        at.run.known = true;
        at.run.problem.clear();
        m_show.start();
    });
    connect(shown.feed.get(), &ResultFeed::failed, this, [this, run](const QString& sentence) {
        m_runs.at(run).run.problem = sentence;
        m_runs.at(run).run.known = true;
        m_show.start();
    });
    shown.feed->start();
    m_show.start();
}

void MeasurementController::remove(const QString& run) {
    if (run != m_first) {
        m_order.removeAll(run);
        m_runs.erase(run);
        m_show.start();
    }
}

// The demo's teacher and hybrid, short texts and long ones, are one picture. A study has too many runs for one.
void MeasurementController::addSiblings() {
    const Runs& runs = m_project->runs();
    const std::string first = m_first.toStdString();
    const std::string composite = compositeOf(first);
    const auto own = runs.find(first);
    if (composite.empty() || own == runs.end()) {
        return;
    }
    std::set<QString> siblings;
    for (const auto& [name, run] : runs) {
        if (name != first && compositeOf(name) == composite && run.kind == own->second.kind && run.unreadable.empty()) {
            siblings.insert(views::fromUtf8(name));
        }
    }
    if (siblings.size() <= kMostSiblings) {
        m_siblings = siblings;
        std::for_each(siblings.begin(), siblings.end(), [this](const QString& sibling) { add(sibling); });
    }
}

void MeasurementController::refreshFacts(const QString& id, Shown& shown) {
    const Runs& runs = m_project->runs();
    if (const auto listed = runs.find(id.toStdString()); listed != runs.end()) {
        shown.run.facts = factsOf(listed->second, m_around->viewpoint());
    }
    shown.run.trainedLengths.clear();
    shown.run.teachers.clear();
    for (const views::EvaluationCell& cell : shown.run.results.cells) {
        auto known = m_models.find(cell.modelPath);
        if (known == m_models.end()) {
            known = m_models.emplace(cell.modelPath, modelFacts(cell.modelPath, runs, m_around->viewpoint().project)).first;
        }
        if (known->second.isTeacher) {
            shown.run.teachers.insert(cell.modelPath);
        }
        if (known->second.trainedLength) {
            shown.run.trainedLengths[cell.modelPath] = *known->second.trainedLength;
        }
    }
}

void MeasurementController::show() {
    addSiblings();
    std::vector<views::MeasuredRun> shown;
    for (const QString& id : m_order) {
        refreshFacts(id, m_runs.at(id));
        if (m_siblings.contains(id)) {
            join(shown.front(), m_runs.at(id).run);
        } else {
            shown.push_back(m_runs.at(id).run);
        }
    }
    std::vector<views::OtherRun> others;
    for (const auto& [name, run] : m_project->runs()) {
        const auto kind = runKindFromName(run.kind);
        const QString id = views::fromUtf8(name);
        if (kind && fits(*kind) && run.unreadable.empty() && !m_runs.contains(id)) {
            others.push_back({id, factsOf(run, m_around->viewpoint()).title});
        }
    }
    if (m_length != nullptr) {
        m_length->setRuns(shown);
        m_length->setOtherRuns(others);
    } else {
        m_speed->setRuns(shown);
        m_speed->setOtherRuns(others);
    }
}

// Of a cell of the page's first run, which may stand in one of its siblings.
QString MeasurementController::runOfCell(const QString& cell) const {
    for (const QString& sibling : m_siblings) {
        const auto found = m_runs.find(sibling);
        const auto isIt = [&](const views::EvaluationCell& other) { return other.id == cell; };
        if (found != m_runs.end() && std::any_of(found->second.run.results.cells.begin(), found->second.run.results.cells.end(), isIt)) {
            return sibling;
        }
    }
    return m_first;
}

void MeasurementController::readTrials(const QString& run, const QString& cell) {
    const QString owner = run == m_first ? runOfCell(cell) : run;
    remote::fetchResult(m_project->agent(), owner, QStringLiteral("results/%1.json").arg(cell), this, [this, cell](const remote::Answer& answer) {
        if (!answer.ok) {
            m_length->setTrialsProblem(cell, views::translated(answer.error));
        } else if (answer.result.is_null()) {
            m_length->setTrialsProblem(cell, tr("The file of this cell is not there any more; its number stays in results.json."));
        } else {
            m_length->setTrials(cell, views::evaluationTrials(answer.result));
        }
    });
}

void MeasurementController::saveFigure(const views::Figure& figure) {
    auto* const page = qobject_cast<QWidget*>(parent());
    app::saveFigure(*page, figure, [around = QPointer(m_around), run = m_first](const Message& why) {
        if (around) {
            around->tell(run, {.ok = false, .result = {}, .error = why});
        }
    });
}

} // namespace halyard::app
