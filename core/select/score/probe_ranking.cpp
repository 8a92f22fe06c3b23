// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/probe_ranking.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/progress.h"
#include "core/run/events.h"
#include "core/run/ga_s2.h"
#include "core/run/scheduler.h"

#include <algorithm>
#include <map>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLastSteps = 10; // published

std::optional<double> numberBelow(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

// What a probe has logged, by step.
struct ProbeLog {
    std::map<std::int64_t, std::optional<double>> losses;
    std::map<std::int64_t, std::optional<double>> heldOut;

    [[nodiscard]] std::optional<double> trainingKl(std::int64_t step) const {
        auto entry = losses.upper_bound(step);
        double sum = 0;
        std::size_t count = 0;
        while (entry != losses.begin() && count < kLastSteps) {
            --entry;
            if (!entry->second) {
                return std::nullopt; // a loss that was not finite is no small one
            }
            sum += *entry->second;
            ++count;
        }
        return count == 0 ? std::nullopt : std::optional(sum / static_cast<double>(count));
    }
    [[nodiscard]] std::optional<double> heldOutKl(std::int64_t step) const {
        const auto entry = heldOut.find(step);
        return entry == heldOut.end() ? std::nullopt : entry->second;
    }
};

ProbeLog readLog(const RunFolder& probe) {
    ProbeLog log;
    std::error_code error;
    if (!fs::exists(probe.events(), error)) {
        return log;
    }
    for (const Event& event : readEvents(probe.events()).events) {
        const auto step = numberBelow(event.fields, "step");
        if (step && event.name == "step") {
            log.losses[static_cast<std::int64_t>(*step)] = numberBelow(event.fields, "loss");
        } else if (step && event.name == "held_out") {
            log.heldOut[static_cast<std::int64_t>(*step)] = numberBelow(event.fields, "loss");
        }
    }
    return log;
}

std::string listed(const std::vector<RankingRound>& rounds) {
    std::string out;
    for (const RankingRound& round : rounds) {
        out += (out.empty() ? "" : ", ") + std::to_string(round.step);
    }
    return out;
}

std::string eventsBelow(const std::string& probe) {
    return "children/" + probe + "/events.jsonl";
}

void addSources(const RunFolder& run, const RunSpec& spec, std::int64_t step, Selection& selection) {
    for (const std::string& name : childNames(spec)) {
        const RunFolder probe(run.children() / name);
        std::error_code error;
        if (fs::exists(probe.events(), error)) {
            selection.sources.push_back({eventsBelow(name), hashOfFile(probe.events())});
        }
        const std::string checkpoint = "checkpoints/step-" + std::to_string(step);
        const fs::path manifest = probe.path() / checkpoint / "manifest.json";
        if (fs::exists(manifest, error)) {
            selection.checkpoints.push_back({name, "children/" + name + "/" + checkpoint, hashOfFile(manifest)});
        }
    }
}

// The models that all probes read, as the first one knows them.
void addModels(const RunFolder& run, const RunSpec& spec, Selection& selection) {
    const RunFolder first(run.children() / childNames(spec).front());
    std::error_code error;
    const RunSpec probe = fs::exists(first.specFile(), error) ? first.spec() : spec.children.front();
    for (const char* role : {"teacher", "student"}) {
        if (const RunInput* input = probe.input(role)) {
            selection.checkpoints.push_back({role, input->path, input->hash});
        }
    }
}

std::string noteOf(const RunSpec& spec, const RankingRound& round, RankBy by) {
    const RunSpec& probe = spec.children.front();
    const std::int64_t tokens = round.step * probe.data.context_length * probe.data.batch_size * probe.data.accumulation;
    return "after step " + std::to_string(round.step) + " of " + std::to_string(totalSteps(probe)) + ", " +
           grouped(static_cast<unsigned long long>(tokens)) + " tokens a probe; by " +
           (by == RankBy::Training ? "training KL, the mean of the last ten logged steps" : "KL on held-out text");
}

} // namespace

fs::path rankingFileOf(const RunFolder& run) {
    return run.path() / "ranking.json";
}

fs::path gaS2SelectionOf(const RunFolder& run) {
    return run.path() / "selections/ga-s2.json";
}

fs::path gaS2HeldOutSelectionOf(const RunFolder& run) {
    return run.path() / "selections/ga-s2-held-out.json";
}

Ranking rankingOfProbes(const RunFolder& run, const RunSpec& spec, std::size_t rounds) {
    std::vector<ProbeLog> logs;
    for (const std::string& name : childNames(spec)) {
        logs.push_back(readLog(RunFolder(run.children() / name)));
    }
    const bool heldOut = spec.children.front().input("held_out") != nullptr;
    Ranking ranking;
    ranking.layerCount = static_cast<std::int64_t>(spec.children.size());
    ranking.keep = keptCount(spec);
    const std::vector<std::int64_t> steps = rankingSteps(spec);
    for (std::size_t i = 0; i < std::min(rounds, steps.size()); ++i) {
        PerLayer training;
        PerLayer measured;
        for (const ProbeLog& log : logs) {
            training.push_back(log.trainingKl(steps[i]));
            measured.push_back(log.heldOutKl(steps[i]));
        }
        ranking.rounds.push_back(rankedRound(steps[i], std::move(training), heldOut ? std::move(measured) : PerLayer{}, ranking.keep));
    }
    return ranking;
}

std::string_view nameOf(RankBy by) {
    return by == RankBy::Training ? "training" : "held-out";
}

const RankingRound& roundOf(const Ranking& ranking, const RankingChoice& choice, const std::string& source) {
    if (ranking.rounds.empty()) {
        throw invalidInput(HALYARD_TEXT("{source} has no ranking yet: its probes are on their way to the first one."),
                           {{"source", printable(source)}});
    }
    const auto round = std::find_if(ranking.rounds.begin(), ranking.rounds.end(),
                                    [&](const RankingRound& one) { return one.step == choice.step; });
    if (choice.step && round == ranking.rounds.end()) {
        throw invalidInput(HALYARD_TEXT("{source} has no ranking of step {step}; there are those of {steps}."),
                           {{"source", printable(source)}, {"step", std::to_string(*choice.step)}, {"steps", listed(ranking.rounds)}});
    }
    return choice.step ? *round : ranking.rounds.back();
}

const PerLayer& klOf(const RankingRound& round, RankBy by, const std::string& source) {
    if (by == RankBy::HeldOut && round.heldOutKl.empty()) {
        throw invalidInput(HALYARD_TEXT("{source} was made without held-out text, so its layers are ranked by training KL alone."),
                           {{"source", printable(source)}});
    }
    return by == RankBy::Training ? round.trainingKl : round.heldOutKl;
}

Selection selectionOf(const RunFolder& run, const RunSpec& spec, const Ranking& ranking, const RankingChoice& choice) {
    const std::string source = run.path().string();
    const RankingRound& round = roundOf(ranking, choice, source);
    const PerLayer& kl = klOf(round, choice.by, source);
    const std::int64_t keep = choice.keep > 0 ? choice.keep : ranking.keep;
    const auto known = std::count_if(kl.begin(), kl.end(), [](const auto& value) { return value.has_value(); });
    if (keep > known) {
        throw invalidInput(HALYARD_TEXT("{source}: {keep} layers are to be kept at step {step}, but only {count} were measured."),
                           {{"source", printable(source)},
                            {"keep", std::to_string(keep)},
                            {"step", std::to_string(round.step)},
                            {"count", std::to_string(known)}});
    }
    Selection selection;
    selection.selected = firstLayers(layersByKl(kl), keep);
    selection.layerCount = ranking.layerCount;
    selection.method = choice.by == RankBy::Training ? "ga-s2" : "ga-s2-held-out";
    const std::vector<std::string> names = childNames(spec);
    for (std::size_t layer = 0; layer < kl.size(); ++layer) {
        SelectionLayer one;
        one.layer = static_cast<std::int64_t>(layer);
        one.from = {eventsBelow(names[layer])};
        if (kl[layer]) {
            one.score = -*kl[layer];
        } else {
            one.flags = {"not-measured"};
        }
        selection.layers.push_back(std::move(one));
    }
    selection.tasks = {{"kl", {std::string(nameOf(choice.by))}}};
    selection.notes = {noteOf(spec, round, choice.by)};
    if (const auto stable = stableFromStep(ranking); stable && choice.by == RankBy::Training && keep == ranking.keep) {
        selection.notes.push_back("the same layers in each ranking from step " + std::to_string(*stable) + " on");
    }
    addModels(run, spec, selection);
    addSources(run, spec, round.step, selection);
    return selection;
}

} // namespace halyard
