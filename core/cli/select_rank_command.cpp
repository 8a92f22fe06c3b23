// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/cli/select_command.h"
#include "core/select/score/published_selections.h"
#include "core/select/score/rank.h"
#include "core/select/score/sweep_reader.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace halyard {

namespace {

struct RankLine {
    std::string sweep;
    std::string method = "halo";
    std::string baseline;
    std::optional<std::int64_t> top;
    std::int64_t layers = 0;
    std::vector<std::string> recall;
    std::vector<std::string> commonsense;
    std::string compare;
    std::string out;
    std::int64_t draws = 1000;
    std::uint64_t seed = 0;
    bool json = false;
};

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : ", ") + printable(word, 80);
    }
    return out;
}

void printTable(const RankedLayers& ranked) {
    const bool intervals = !ranked.uncertainty.layers.empty();
    const bool ratio = ranked.table.recall < ranked.table.tasks.size();
    std::printf("    layer     score%s  recall drop%s  flags\n", intervals ? "   95 % interval     kept" : "",
                ratio ? "  commonsense drop" : "");
    for (const std::int64_t layer : ranking(ranked.scores)) {
        const auto at = std::find_if(ranked.scores.begin(), ranked.scores.end(),
                                     [&](const LayerScore& s) { return s.layer == layer; });
        const auto index = static_cast<std::size_t>(at - ranked.scores.begin());
        const auto& selected = ranked.selection.selected;
        const bool kept = std::binary_search(selected.begin(), selected.end(), layer);
        std::printf("  %c %5lld  %8.4f", kept ? '*' : ' ', static_cast<long long>(layer), at->score);
        if (intervals) {
            const LayerUncertainty& known = ranked.uncertainty.layers[index];
            std::printf("  %8.4f %8.4f  %4.0f %%", known.interval.low, known.interval.high, 100 * known.keptShare);
        }
        std::printf("  %11.4f", at->recallDrop);
        if (ratio) {
            std::printf("  %16.4f", at->commonsenseDrop);
        }
        std::printf("  %s\n", joined(at->flags()).c_str());
    }
}

Json toJson(const Agreement& agreement, const std::string& with) {
    return {{"with", with},
            {"both", agreement.both},
            {"only_here", agreement.onlyFirst},
            {"only_there", agreement.onlySecond},
            {"jaccard", agreement.jaccard}};
}

void printComparison(const Agreement& agreement, const std::string& with) {
    std::printf("Compared with %s: %zu the same; only here: %s; only there: %s.\n", printable(with).c_str(),
                agreement.both.size(), listOfLayers(agreement.onlyFirst).c_str(), listOfLayers(agreement.onlySecond).c_str());
}

void print(const RankedLayers& ranked, const RankLine& line, const std::optional<Agreement>& agreement) {
    const Selection& selection = ranked.selection;
    for (const std::string& warning : selection.warnings) {
        std::fprintf(stderr, "halyard: %s\n", warning.c_str());
    }
    std::printf("Score %s over %s, baseline %s\n", selection.method.c_str(), joined(ranked.table.tasks).c_str(),
                selection.baseline == "teacher" ? "the teacher" : "the best swept layer");
    printTable(ranked);
    std::printf("\nKept (%zu of %lld): %s\n", selection.selected.size(),
                static_cast<long long>(selection.layerCount.value_or(0)), listOfLayers(selection.selected).c_str());
    std::printf("They hold %.0f %% of the importance.", 100 * keptImportance(ranked.scores, selection.selected));
    if (!ranked.stability.leftOut.empty()) {
        std::printf(" Whichever task is left out, %zu of %zu stay:\n", ranked.stability.always.size(),
                    selection.selected.size());
    }
    for (const TaskLeftOut& one : ranked.stability.leftOut) {
        std::printf("  without %-16s %zu of %zu: %s\n", printable(one.task, 80).c_str(), one.kept,
                    selection.selected.size(), listOfLayers(one.selected).c_str());
    }
    std::printf("%s", ranked.stability.leftOut.empty() ? "\n" : "");
    for (const std::string& note : selection.notes) {
        std::printf("%s\n", printable(note, 1000).c_str());
    }
    if (agreement) {
        printComparison(*agreement, line.compare);
    }
    if (!line.out.empty()) {
        std::printf("Written to %s. Use it with: halyard new stage2 --selection %s …\n",
                    printable(line.out, 1000).c_str(), printable(line.out, 1000).c_str());
    }
}

int rank(const RankLine& line) {
    RankOptions options;
    options.rule.method = scoreMethodFromName(line.method);
    options.rule.baseline =
        line.baseline.empty() ? publishedBaseline(options.rule.method) : baselineFromName(line.baseline);
    options.uncertainty.seed = line.seed;
    options.uncertainty.draws = static_cast<std::size_t>(line.draws);
    options.source = line.sweep;
    if (line.top) {
        options.top = static_cast<std::size_t>(*line.top);
    }
    Sweep sweep = readSweep(line.sweep, line.layers);
    if (!line.recall.empty() || !line.commonsense.empty()) {
        TaskGroups groups = sweep.groups.empty() ? publishedGroups() : sweep.groups;
        groups[kRecallGroup] = line.recall.empty() ? groups[kRecallGroup] : line.recall;
        groups[kCommonsenseGroup] = line.commonsense.empty() ? groups[kCommonsenseGroup] : line.commonsense;
        sweep.groups = std::move(groups);
    }
    RankedLayers ranked = rankLayers(sweep, options);
    std::optional<Agreement> agreement;
    if (!line.compare.empty()) {
        agreement = agreementOf(ranked.selection.selected, openSelection(line.compare).selected);
        ranked.selection.compared = toJson(*agreement, line.compare);
    }
    if (!line.out.empty()) {
        writeSelection(line.out, ranked.selection);
    }
    if (line.json) {
        printJson(toJson(ranked.selection).dump(-1, ' ', false, Json::error_handler_t::replace));
    } else {
        print(ranked, line, agreement);
    }
    return 0;
}

} // namespace

std::string listOfLayers(const std::vector<std::int64_t>& layers) {
    std::string out;
    for (const std::int64_t layer : layers) {
        out += (out.empty() ? "" : ", ") + std::to_string(layer);
    }
    return out.empty() ? "none" : out;
}

Command selectRankCommand() {
    return {"select rank", "Score the layers of a sweep and keep the best", [](CLI::App& app) {
                const auto line = std::make_shared<RankLine>();
                app.add_option("--sweep", line->sweep,
                               "folder with layer0, layer1, … (logs or results of lm-evaluation-harness), or Halyard's "
                               "own sweep.json")
                    ->required();
                app.add_option("--method", line->method,
                               "halo (default): recall drop over commonsense drop; jet-nemotron: recall drop");
                app.add_option("--top", line->top, "layers to keep (default: a quarter)")->check(CLI::Range(1, 1024));
                app.add_option(
                    "--baseline", line->baseline,
                    "what drops are counted from: best-swept (as published for halo) or teacher (for jet-nemotron)");
                app.add_option("--layers", line->layers,
                               "number of layers of the model (default: the highest found, plus one)")
                    ->check(CLI::Range(1, 1024));
                app.add_option("--recall", line->recall, "tasks of recall (default: fda,ruler_qa_squad,swde)")
                    ->delimiter(',');
                app.add_option("--commonsense", line->commonsense,
                               "tasks of commonsense (default: arc_challenge,arc_easy,hellaswag)")
                    ->delimiter(',');
                app.add_option("--compare", line->compare,
                               "tell the difference from a selection's file or a published set, such as halo/2b");
                app.add_option("--out", line->out, "write the selection to this file");
                app.add_option("--draws", line->draws, "redraws for the intervals (default 1000; 0 = none)")
                    ->check(CLI::Range(0, 100000));
                app.add_option("--seed", line->seed, "seed of the redraws (default 0)");
                app.add_flag("--json", line->json, "print the result as JSON");
                return [line] { return rank(*line); };
            }};
}

} // namespace halyard
