// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project_values.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace halyard::app {

using views::fromUtf8;

QString shortTitleOf(const RunSummary& run) {
    return fromUtf8(run.title.empty() ? lastName(run.run) : run.title);
}

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::app::ProjectValues", text);
}

RunKind kindOf(const RunSummary& run) {
    return runKindFromName(run.kind).value_or(RunKind::Stage1);
}

// "pipeline › 2-stage2": where a run stands alone, its name says what it is a part of.
QString titleOf(const RunSummary& run) {
    const std::string whole = compositeOf(run.run);
    return whole.empty() ? shortTitleOf(run) : QStringLiteral("%1 › %2").arg(fromUtf8(lastName(whole)), shortTitleOf(run));
}

QString nodeOf(const std::string& run) {
    return QStringLiteral("run:") + fromUtf8(run);
}

// What a run is made from comes above it: the student it goes on with, else the teacher.
std::string originOf(const RunSummary& run) {
    for (const char* role : {"student", "teacher", "start"}) {
        for (const RunInput& input : run.inputs) {
            if (input.role == role) {
                return input.path;
            }
        }
    }
    return {};
}

double progressOf(const RunStatus& status) {
    return status.totalSteps > 0 ? static_cast<double>(status.step) / static_cast<double>(status.totalSteps) : 0;
}

double timeOf(const RunSummary& run) {
    return run.status.changed.value_or(run.changed.value_or(run.created.value_or(0)));
}

} // namespace

std::vector<ExportedModel> exportedModels(const QString& project) {
    constexpr int kMost = 200;
    std::vector<ExportedModel> out;
    const QDir folder(project + QStringLiteral("/exports"));
    for (const QFileInfo& entry : folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Time)) {
        const QString mark = entry.filePath() + QStringLiteral("/halyard_export.json");
        if (out.size() >= kMost || !QFileInfo(mark).isFile()) {
            continue;
        }
        ExportedModel model{entry.fileName(), {}, static_cast<double>(entry.lastModified().toSecsSinceEpoch())};
        try {
            const Json document = readJsonFile(mark.toStdString(), {.maxBytes = std::size_t{1} << 20U});
            const Json lineage = document.value("lineage", Json::array());
            const std::string run = lineage.is_array() && !lineage.empty() && lineage[0].is_object() ? lineage[0].value("run", "") : "";
            model.run = fromUtf8(run);
        } catch (const std::exception&) {
            // An export of unknown origin is still one.
        }
        out.push_back(std::move(model));
    }
    return out;
}

views::RunFacts factsOf(const RunSummary& run, const Viewpoint& from) {
    views::RunFacts facts;
    facts.id = fromUtf8(run.run);
    facts.title = titleOf(run);
    facts.partOf = fromUtf8(compositeOf(run.run));
    facts.kind = kindOf(run);
    facts.state = views::runStateFromWord(run.status.state);
    facts.place = inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "this computer"));
    facts.step = run.status.step;
    facts.totalSteps = run.status.totalSteps;
    facts.loss = run.status.loss;
    facts.tokensPerSecond = run.status.tokensPerSecond;
    facts.readOnly = from.readOnly;
    if (run.status.message) {
        facts.reason = views::translated(*run.status.message);
    } else {
        facts.reason = fromUtf8(run.unreadable.empty() ? run.status.reason : run.unreadable);
    }
    if (!run.unreadable.empty()) {
        facts.state = views::RunState::Failed;
    }
    if (run.queuePosition >= 0 && !views::goesOn(facts.state)) {
        facts.state = views::RunState::Queued;
    }
    // Silence is never failure: what was going on when we lost contact may be going on.
    if (from.lastContact && views::goesOn(facts.state)) {
        facts.state = views::RunState::Unknown;
        facts.lastContact = from.lastContact;
    }
    return facts;
}

std::string runOf(const std::string& path, const Runs& runs, const QString& project) {
    const std::string folder = project.toStdString() + "/runs/";
    if (!path.starts_with(folder)) {
        return {};
    }
    // A run in a composite one has the longer name of the two.
    std::string name = path.substr(folder.size());
    while (!name.empty() && !runs.contains(name)) {
        const std::size_t end = name.rfind('/');
        name.resize(end == std::string::npos ? 0 : end);
    }
    return name;
}

std::string sweepOf(const Runs& runs, const std::string& run) {
    const auto whole = runs.find(compositeOf(run));
    return whole != runs.end() && kindOf(whole->second) == RunKind::Sweep ? whole->first : run;
}

std::vector<views::LineageNode> lineageOf(const Runs& runs, const std::vector<ExportedModel>& exports, const Viewpoint& from) {
    std::vector<views::LineageNode> nodes;
    std::map<std::string, bool> outside;
    std::vector<const RunSummary*> ordered;
    for (const auto& [name, run] : runs) {
        ordered.push_back(&run);
    }
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const RunSummary* a, const RunSummary* b) { return a->created.value_or(0) < b->created.value_or(0); });
    for (const RunSummary* run : ordered) {
        const views::RunFacts facts = factsOf(*run, from);
        views::LineageNode node;
        node.id = nodeOf(run->run);
        node.title = shortTitleOf(*run);
        node.icon = views::kindIcon(facts.kind);
        node.state = facts.state;
        node.progress = progressOf(run->status);
        node.stale = !run->staleInputs.empty();
        node.detail = views::kindText(facts.kind);
        const std::string origin = originOf(*run);
        if (!facts.partOf.isEmpty()) {
            node.parent = QStringLiteral("run:") + facts.partOf;
        } else if (const std::string parent = runOf(origin, runs, from.project); !parent.empty() && parent != run->run) {
            node.parent = nodeOf(parent);
        } else if (!origin.empty()) {
            node.parent = QStringLiteral("input:") + fromUtf8(origin);
            if (!outside[origin]) {
                outside[origin] = true;
                nodes.push_back({.id = node.parent, .parent = {}, .title = QFileInfo(fromUtf8(origin)).fileName(),
                                 .icon = QStringLiteral("teacher"), .state = {}, .detail = fromUtf8(origin)});
            }
        }
        nodes.push_back(std::move(node));
    }
    for (const ExportedModel& model : exports) {
        nodes.push_back({.id = QStringLiteral("export:") + model.name,
                         .parent = model.run.isEmpty() ? QString() : QStringLiteral("run:") + model.run,
                         .title = model.name,
                         .icon = QStringLiteral("export"),
                         .state = {},
                         .detail = inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "An exported model"))});
    }
    return nodes;
}

QString runIdOf(const QString& node) {
    return node.startsWith(QLatin1String("run:")) ? node.mid(4) : QString();
}

std::string newestRun(const Runs& runs, RunKind kind) {
    const RunSummary* best = nullptr;
    const auto rank = [](const RunSummary& run) { return std::pair(run.status.goesOn(), run.created.value_or(0)); };
    for (const auto& [name, run] : runs) {
        if (run.unreadable.empty() && kindOf(run) == kind && (best == nullptr || rank(run) > rank(*best))) {
            best = &run;
        }
    }
    return best == nullptr ? std::string() : best->run;
}

namespace {

views::StepCard cardOfRun(const RunSummary& run, const Viewpoint& from) {
    const views::RunFacts facts = factsOf(run, from);
    views::StepCard card;
    card.state = facts.state;
    card.progress = progressOf(run.status);
    if (facts.loss) {
        card.headline = inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "loss %1")).arg(views::numberText(*facts.loss, 3));
    }
    card.detail = facts.totalSteps > 0
                      ? inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "%1: step %2 of %3"))
                            .arg(views::shownText(shortTitleOf(run), 40), views::countText(facts.step), views::countText(facts.totalSteps))
                      : views::shownText(shortTitleOf(run), 40);
    card.action = inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Open"));
    return card;
}

// The teacher of a project that trained none: the folder its runs were given.
QString givenTeacher(const Runs& runs) {
    for (const auto& [name, run] : runs) {
        for (const RunInput& input : run.inputs) {
            if (input.role == "teacher") {
                return fromUtf8(input.path);
            }
        }
    }
    return {};
}

} // namespace

std::array<views::StepCard, views::kProjectSteps> cardsOf(const Runs& runs, const std::vector<ExportedModel>& exports,
                                                          const Viewpoint& from) {
    static const std::array kKinds = {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3};
    std::array<views::StepCard, views::kProjectSteps> cards;
    bool ready = true; // the step before is done
    for (std::size_t step = 0; step < kKinds.size(); ++step) {
        const std::string name = newestRun(runs, kKinds[step]);
        if (!name.empty()) {
            cards[step] = cardOfRun(runs.at(name), from);
            ready = runs.at(name).status.state == "done";
            continue;
        }
        if (step == 0 && !givenTeacher(runs).isEmpty()) {
            cards[step].headline = QFileInfo(givenTeacher(runs)).fileName();
            cards[step].detail = givenTeacher(runs);
            continue;
        }
        cards[step].action = from.readOnly ? QString()
                             : step == 0   ? inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Train one…"))
                                           : inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "New run…"));
        cards[step].primary = ready && step > 0; // an empty project has its own buttons
        ready = false;
    }
    views::StepCard& last = cards[views::kProjectSteps - 1];
    if (!exports.empty()) {
        last.state = views::RunState::Done;
        last.headline = exports.front().name;
        last.detail = exports.front().run;
    }
    last.action = from.readOnly ? QString() : inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Export…"));
    last.primary = exports.empty() && ready && !newestRun(runs, RunKind::Stage3).empty();
    return cards;
}

std::vector<views::OverviewPage::Change> changesOf(const Runs& runs, const Viewpoint& from) {
    constexpr std::size_t kMost = 30;
    std::vector<views::OverviewPage::Change> changes;
    for (const auto& [name, run] : runs) {
        if (sweepOf(runs, name) != name) {
            continue; // its layers come and go together
        }
        const views::RunFacts facts = factsOf(run, from);
        changes.push_back({timeOf(run),
                           inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "%1: %2"))
                               .arg(views::shownText(facts.title, 60), views::stateText(facts)),
                           nodeOf(name)});
    }
    std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.time > b.time; });
    changes.resize(std::min(changes.size(), kMost));
    return changes;
}

std::vector<views::InspectorFact> inspectorFacts(const RunSummary& run, const Viewpoint& from) {
    const views::RunFacts facts = factsOf(run, from);
    std::vector<views::InspectorFact> out;
    const auto add = [&](const QString& label, const QString& value) {
        if (!value.isEmpty()) {
            out.push_back({label, value});
        }
    };
    add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Kind")), views::kindText(facts.kind));
    add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "State")), views::stateText(facts));
    add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Reason")), facts.reason);
    add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Folder")), from.project + QStringLiteral("/runs/") + facts.id);
    add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Preset")), fromUtf8(run.preset));
    add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Spec")), fromUtf8(run.specHash).left(12));
    if (run.created) {
        add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Created")), views::timeText(*run.created));
    }
    for (const RunInput& input : run.inputs) {
        const bool stale = std::find(run.staleInputs.begin(), run.staleInputs.end(), input.role) != run.staleInputs.end();
        const QString path = fromUtf8(input.path);
        add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "From (%1)")).arg(fromUtf8(input.role)),
            stale ? inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "%1 (it has changed since)")).arg(path) : path);
    }
    if (run.status.newestCheckpoint) {
        add(inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "Newest checkpoint")),
            inLanguage(QT_TRANSLATE_NOOP("halyard::app::ProjectValues", "step %1")).arg(views::countText(*run.status.newestCheckpoint)));
    }
    return out;
}

} // namespace halyard::app
