// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/measurement_feed.h"

#include "core/run/run_summary.h"
#include "views/text/plain_text.h"

#include <algorithm>

namespace halyard::app {

namespace {

constexpr std::size_t kMostSiblings = 6; // of whatever models

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

std::set<std::string> modelsOf(const RunSummary& run) {
    std::set<std::string> out;
    for (const RunInput& input : run.inputs) {
        if (input.role == "model") {
            out.insert(input.path);
        }
    }
    return out;
}

// Whether a path is the folder of one of these runs, by its name alone: the folder may be on another machine.
bool isRun(const std::string& path, const Runs& runs) {
    constexpr std::string_view kRuns = "/runs/";
    const std::size_t place = path.rfind(kRuns);
    return place != std::string::npos && runs.contains(path.substr(place + kRuns.size()));
}

} // namespace

std::set<std::string> measuredBeside(const Runs& runs, const std::string& run) {
    const std::string composite = compositeOf(run);
    const auto own = runs.find(run);
    std::set<std::string> beside;
    if (composite.empty() || own == runs.end()) {
        return beside;
    }
    for (const auto& [name, other] : runs) {
        if (name != run && compositeOf(name) == composite && other.kind == own->second.kind && other.unreadable.empty()) {
            beside.insert(name);
        }
    }
    if (beside.size() > kMostSiblings) {
        const std::set<std::string> models = modelsOf(own->second);
        std::erase_if(beside, [&](const std::string& name) {
            const std::set<std::string> others = modelsOf(runs.at(name));
            return !std::all_of(others.begin(), others.end(), [&](const std::string& path) { return models.contains(path) || !isRun(path, runs); });
        });
    }
    return beside;
}

MeasurementFeed::MeasurementFeed(remote::ProjectSession& project, std::function<Viewpoint()> viewpoint, const QString& first, QObject* parent)
    : QObject(parent), m_project(&project), m_viewpoint(std::move(viewpoint)), m_first(first) {
    add(first);
}

void MeasurementFeed::add(const QString& run) {
    if (m_runs.contains(run)) {
        return;
    }
    m_order << run;
    Shown& shown = m_runs[run];
    shown.feed = std::make_unique<ResultFeed>(*m_project, run, QStringLiteral("results.json"), nullptr);
    shown.run.facts.id = shown.run.facts.title = run;
    connect(shown.feed.get(), &ResultFeed::changed, this, [this, run](const Json& results) {
        Shown& at = m_runs.at(run);
        at.run.results = views::evaluationResults(results);
        at.run.known = true;
        at.run.problem.clear();
        Q_EMIT changed();
    });
    connect(shown.feed.get(), &ResultFeed::failed, this, [this, run](const QString& sentence) {
        m_runs.at(run).run.problem = sentence;
        m_runs.at(run).run.known = true;
        Q_EMIT changed();
    });
    shown.feed->start();
}

void MeasurementFeed::remove(const QString& run) {
    if (run != m_first) {
        m_order.removeAll(run);
        m_runs.erase(run);
    }
}

void MeasurementFeed::addSiblings() {
    for (const std::string& name : measuredBeside(m_project->runs(), views::toUtf8(m_first))) {
        const QString sibling = views::fromUtf8(name);
        m_siblings.insert(sibling);
        add(sibling);
    }
}

void MeasurementFeed::refreshFacts(const QString& id, Shown& shown) {
    const Runs& runs = m_project->runs();
    const Viewpoint from = m_viewpoint();
    if (const auto listed = runs.find(views::toUtf8(id)); listed != runs.end()) {
        shown.run.facts = factsOf(listed->second, from);
    }
    shown.run.trainedLengths.clear();
    shown.run.teachers.clear();
    for (const views::EvaluationCell& cell : shown.run.results.cells) {
        auto known = m_models.find(cell.modelPath);
        if (known == m_models.end()) {
            known = m_models.emplace(cell.modelPath, modelFacts(cell.modelPath, runs, from.project)).first;
        }
        if (known->second.isTeacher) {
            shown.run.teachers.insert(cell.modelPath);
        }
        if (known->second.trainedLength) {
            shown.run.trainedLengths[cell.modelPath] = *known->second.trainedLength;
        }
    }
}

std::vector<views::MeasuredRun> MeasurementFeed::runs() {
    addSiblings();
    std::vector<views::MeasuredRun> out;
    for (const QString& id : m_order) {
        refreshFacts(id, m_runs.at(id));
        if (m_siblings.contains(id)) {
            join(out.front(), m_runs.at(id).run);
        } else {
            out.push_back(m_runs.at(id).run);
        }
    }
    return out;
}

QString MeasurementFeed::runOfCell(const QString& run, const QString& cell) const {
    for (const QString& sibling : run == m_first ? m_siblings : std::set<QString>{}) {
        const auto found = m_runs.find(sibling);
        const auto isIt = [&](const views::EvaluationCell& other) { return other.id == cell; };
        if (found != m_runs.end() && std::any_of(found->second.run.results.cells.begin(), found->second.run.results.cells.end(), isIt)) {
            return sibling;
        }
    }
    return run;
}

} // namespace halyard::app
