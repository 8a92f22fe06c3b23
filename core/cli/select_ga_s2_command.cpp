// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/cli/select_command.h"
#include "core/run/run_folder.h"
#include "core/select/score/probe_ranking.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace halyard {

namespace {

struct GaS2Line {
    std::string run;
    std::string by = "training";
    std::optional<std::int64_t> step;
    std::optional<std::int64_t> top;
    std::string out;
    bool json = false;
};

RankingChoice choiceOf(const GaS2Line& line, const Ranking& ranking) {
    RankingChoice choice;
    choice.by = line.by == "training" ? RankBy::Training : RankBy::HeldOut;
    choice.step = line.step;
    choice.keep = line.top.value_or(ranking.keep);
    if (choice.keep > ranking.layerCount) {
        throw invalidInput(HALYARD_TEXT("--top is {top}, but there are {count} layers."),
                           {{"top", std::to_string(choice.keep)}, {"count", std::to_string(ranking.layerCount)}});
    }
    return choice;
}

void printRounds(const Ranking& ranking, const RankingChoice& choice, const std::string& source) {
    std::printf("    step  layers by %s KL, best first; | after those that are kept\n", std::string(nameOf(choice.by)).c_str());
    for (const RankingRound& round : ranking.rounds) {
        std::printf("%8lld ", static_cast<long long>(round.step));
        std::int64_t place = 0;
        for (const std::int64_t layer : layersByKl(klOf(round, choice.by, source))) {
            std::printf(" %lld%s", static_cast<long long>(layer), ++place == choice.keep ? " |" : "");
        }
        std::printf("\n");
    }
}

void printLayers(const RankingRound& round, const Selection& selection) {
    std::printf("\n    layer  training KL%s  at step %lld\n", round.heldOutKl.empty() ? "" : "  held-out KL",
                static_cast<long long>(round.step));
    const auto value = [](const std::optional<double>& kl) {
        kl ? std::printf("  %11.6f", *kl) : std::printf("  %11s", "-");
    };
    for (std::size_t layer = 0; layer < round.trainingKl.size(); ++layer) {
        const bool kept = std::binary_search(selection.selected.begin(), selection.selected.end(), static_cast<std::int64_t>(layer));
        std::printf("  %c %5zu", kept ? '*' : ' ', layer);
        value(round.trainingKl[layer]);
        if (!round.heldOutKl.empty()) {
            value(round.heldOutKl[layer]);
        }
        std::printf("\n");
    }
}

// In how many of the newest rankings by these values the same layers were kept, so far as this is known.
void printStability(const Ranking& ranking, const RankingChoice& choice) {
    Ranking asked = ranking;
    asked.keep = choice.keep;
    asked.rounds.clear();
    for (const RankingRound& round : ranking.rounds) {
        const PerLayer& kl = choice.by == RankBy::Training ? round.trainingKl : round.heldOutKl;
        asked.rounds.push_back(rankedRound(round.step, kl, {}, choice.keep));
    }
    if (const auto step = stableFromStep(asked)) {
        std::printf("The same layers are kept in each ranking from step %lld on.\n", static_cast<long long>(*step));
    } else {
        std::printf("The newest ranking keeps other layers than the one before, or is the only one.\n");
    }
    std::printf("%s\n", !ranking.complete     ? "More rankings will follow."
                        : ranking.endedEarly ? "The probes ended early, as the kept layers did not change any more."
                                             : "The probes are done.");
}

Ranking rankingIn(const RunFolder& run, const RunSpec& spec, const std::string& path) {
    if (spec.kind != RunKind::GaS2) {
        throw invalidInput(HALYARD_TEXT("{run} is a run of kind {kind}; its layers are not ranked. Give a run of kind ga-s2."),
                           {{"run", printable(path)}, {"kind", std::string(nameOf(spec.kind))}});
    }
    std::error_code error;
    if (!std::filesystem::exists(rankingFileOf(run), error)) {
        throw invalidInput(HALYARD_TEXT("{source} has no ranking yet: its probes are on their way to the first one."),
                           {{"source", printable(path)}});
    }
    return readRanking(rankingFileOf(run));
}

int rankRun(const GaS2Line& line) {
    const RunFolder run = RunFolder::open(line.run);
    const RunSpec spec = run.spec();
    const Ranking ranking = rankingIn(run, spec, line.run);
    const RankingChoice choice = choiceOf(line, ranking);
    const RankingRound& round = roundOf(ranking, choice, line.run);
    const Selection selection = selectionOf(run, spec, ranking, choice);
    if (!line.out.empty()) {
        writeSelection(line.out, selection);
    }
    if (line.json) {
        printJson(Json{{"ranking", toJson(ranking)}, {"selection", toJson(selection)}}.dump(-1, ' ', false, Json::error_handler_t::replace));
        return 0;
    }
    printRounds(ranking, choice, line.run);
    printLayers(round, selection);
    std::printf("\nKept (%zu of %lld): %s\n", selection.selected.size(), static_cast<long long>(ranking.layerCount),
                listOfLayers(selection.selected).c_str());
    printStability(ranking, choice);
    if (!line.out.empty()) {
        std::printf("Written to %s. Use it with: halyard new stage2 --selection %s …\n", printable(line.out, 1000).c_str(),
                    printable(line.out, 1000).c_str());
    }
    return 0;
}

} // namespace

Command selectGaS2Command() {
    return {"select ga-s2", "Rank the layers by the probes of a GA-S2 run", [](CLI::App& app) {
                const auto line = std::make_shared<GaS2Line>();
                app.add_option("--run", line->run, "run of kind ga-s2, also while it goes on")->required();
                app.add_option("--by", line->by, "training (default, as published) or held-out: the KL that layers are kept by")
                    ->check(CLI::IsMember({"training", "held-out"}));
                app.add_option("--step", line->step, "step of a ranking (default: the newest)")->check(CLI::PositiveNumber);
                app.add_option("--top", line->top, "layers to keep (default: as many as the run keeps)")->check(CLI::Range(1, 1024));
                app.add_option("--out", line->out, "write the selection to this file");
                app.add_flag("--json", line->json, "print the ranking and the selection as JSON");
                return [line] { return rankRun(*line); };
            }};
}

} // namespace halyard
