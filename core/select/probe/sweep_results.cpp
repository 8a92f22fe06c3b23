// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/sweep_results.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/eval/kinds.h"
#include "core/run/run_inputs.h"
#include "core/select/score/rank.h"
#include "core/select/score/screen_selection.h"
#include "core/select/score/sweep_file.h"

namespace halyard {

namespace fs = std::filesystem;

namespace {

bool isOfSweep(SweptKind kind) {
    return kind == SweptKind::Choices || kind == SweptKind::Recall || kind == SweptKind::Needles;
}

// A result an item: by characters where multiple choice has that, else what was right.
TaskResult resultOf(SweptKind kind, const Json& kept, const std::string& place) {
    const Json& summary = kept.at("summary");
    const bool normalised = kind == SweptKind::Choices && summary.contains("acc_norm");
    TaskResult result;
    result.metric = kind == SweptKind::Choices ? (normalised ? "acc_norm" : "acc") : kind == SweptKind::Recall ? "contains" : "accuracy";
    result.value = summary.at(normalised ? "acc_norm" : "accuracy").get<double>();
    result.place = {place, 0};
    for (const Json& record : kept.at("records")) {
        if (kind == SweptKind::Choices) {
            result.perItem.push_back(record.at(normalised ? "choice_norm" : "choice") == record.at("gold") ? 1.0F : 0.0F);
        } else if (kind == SweptKind::Recall) {
            result.perItem.push_back(record.at("score").get<float>());
        } else {
            for (const Json& trial : record) {
                result.perItem.push_back(trial.at("score").get<float>());
            }
        }
    }
    result.items = static_cast<std::int64_t>(result.perItem.size());
    return result;
}

LayerEffect effectFrom(const Json& entry) {
    return {entry.at(0).get<double>(), entry.at(1).get<double>(), entry.at(2).get<double>()};
}

TextScreen textOf(const RunSpec& spec, const Json& summary) {
    const RunInput& input = *spec.input("held_out");
    TextScreen text;
    text.file = input.path;
    text.hash = hashOfFile(fs::path(input.path) / "manifest.json");
    text.positions = summary.at("positions").get<std::int64_t>();
    text.teacherLoss = summary.at("teacher_loss").get<double>();
    text.allLinear = effectFrom(summary.at("all_linear"));
    for (const Json& entry : summary.at("replaced")) {
        text.replaced.push_back(effectFrom(entry));
    }
    for (const Json& entry : summary.at("restored")) {
        text.restored.push_back(effectFrom(entry));
    }
    return text;
}

// Nothing while the teacher's own answers are missing: there is no drop yet.
std::optional<ZeroedTask> zeroedOf(const SweepLedger& ledger, const std::vector<std::optional<std::size_t>>& places) {
    if (!ledger.complete(places.back())) {
        return std::nullopt;
    }
    const auto shares = [&](std::optional<std::size_t> place) { return ledger.cells.kept(*place).at("summary"); };
    ZeroedTask out;
    out.lenient.teacher = shares(places.back()).at("accuracy").get<double>();
    out.strict.teacher = shares(places.back()).at("strict").get<double>();
    for (std::size_t layer = 0; layer + 1 < places.size(); ++layer) {
        const bool known = ledger.complete(places[layer]);
        out.lenient.layers.push_back(known ? std::optional(shares(places[layer]).at("accuracy").get<double>()) : std::nullopt);
        out.strict.layers.push_back(known ? std::optional(shares(places[layer]).at("strict").get<double>()) : std::nullopt);
    }
    return out;
}

// A score that this sweep has not the tasks for is left out.
void rankInto(const fs::path& folder, const fs::path& file, ScoreMethod method, std::int64_t keep) {
    RankOptions options;
    options.rule = {method, publishedBaseline(method)};
    options.top = static_cast<std::size_t>(keep);
    options.source = file.filename().string();
    std::optional<Selection> selection;
    try {
        selection = rankLayers(readSweepFile(file), options).selection;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::InvalidInput) {
            throw;
        }
    }
    if (selection) {
        writeSelection(folder / (selection->method + ".json"), *selection);
    }
}

} // namespace

Sweep sweepOf(const SweepLedger& ledger) {
    Sweep sweep;
    sweep.name = ledger.plan.teacher.name;
    sweep.layerCount = static_cast<std::int64_t>(ledger.plan.layers());
    sweep.mixer = ledger.plan.studentConfig.mixer_types.front();
    sweep.checkpoints = ledger.plan.checkpoints;
    sweep.files = ledger.plan.files;
    for (std::size_t t = 0; t < ledger.plan.tasks.size(); ++t) {
        const SweptTask& task = ledger.plan.tasks[t];
        if (!isOfSweep(task.kind)) {
            continue;
        }
        sweep.groups[task.kind == SweptKind::Choices ? kCommonsenseGroup : kRecallGroup].push_back(task.name);
        for (std::size_t which = 0; which < ledger.places[t].size(); ++which) {
            const std::optional<std::size_t> place = ledger.places[t][which];
            if (!ledger.complete(place)) {
                continue;
            }
            const Json& kept = ledger.cells.kept(*place);
            TaskResult result = resultOf(task.kind, kept, "results/" + kept.at("id").get<std::string>() + ".json");
            if (which < ledger.plan.layers()) {
                sweep.layers[static_cast<std::int64_t>(which)][task.name] = std::move(result);
            } else {
                sweep.teacher = sweep.teacher.value_or(TaskResults());
                (*sweep.teacher)[task.name] = std::move(result);
            }
        }
    }
    return sweep;
}

Screen screenOf(const SweepLedger& ledger) {
    Screen screen;
    screen.layerCount = static_cast<std::int64_t>(ledger.plan.layers());
    screen.checkpoints = ledger.plan.checkpoints;
    for (std::size_t t = 0; t < ledger.plan.tasks.size(); ++t) {
        const SweptTask& task = ledger.plan.tasks[t];
        const std::vector<std::optional<std::size_t>>& places = ledger.places[t];
        if (task.kind == SweptKind::Text && ledger.complete(places.front())) {
            screen.text = textOf(ledger.spec, ledger.cells.kept(*places.front()).at("summary"));
        }
        const auto zeroed = task.kind == SweptKind::Zeroed ? zeroedOf(ledger, places) : std::nullopt;
        if (zeroed) {
            screen.zeroed = screen.zeroed.value_or(ZeroedScreen{ledger.spec.select.synthetic_items, ledger.plan.sizes, {}});
            screen.zeroed->tasks[task.name] = *zeroed;
        }
    }
    return screen;
}

void writeSelections(const fs::path& run, const RunSpec& spec, std::int64_t layers) {
    const fs::path folder = run / "selections";
    createFolders(folder);
    const std::int64_t keep = spec.select.keep > 0 ? std::min(spec.select.keep, layers) : static_cast<std::int64_t>(publishedCount(layers));
    if (fs::exists(run / "sweep.json")) {
        rankInto(folder, run / "sweep.json", ScoreMethod::Halo, keep);
        rankInto(folder, run / "sweep.json", ScoreMethod::JetNemotron, keep);
    }
    if (fs::exists(run / "screen.json")) {
        const Screen screen = readScreenFile(run / "screen.json");
        for (const ScreenRule& rule : rulesOf(screen)) {
            writeSelection(folder / (nameOf(rule) + ".json"),
                           selectByScreen(screen, rule, keep, {"screen.json", hashOfFile(run / "screen.json")}));
        }
    }
    writeSelection(folder / "uniform.json", uniformSelection(layers, keep));
    writeSelection(folder / "random.json", randomSelection(layers, keep, static_cast<std::uint64_t>(spec.train.seed)));
}

} // namespace halyard
