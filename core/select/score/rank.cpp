// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/rank.h"

#include "core/base/error.h"

#include <algorithm>

namespace halyard {

namespace {

std::vector<std::string> placesOf(const Sweep& sweep, const ScoreTable& table, std::int64_t layer) {
    std::vector<std::string> places;
    for (const std::string& task : table.tasks) {
        places.push_back(sweep.layers.at(layer).at(task).place.text());
    }
    return places;
}

std::vector<SelectionLayer> describeLayers(const Sweep& sweep, const RankedLayers& ranked) {
    std::vector<SelectionLayer> layers;
    std::size_t next = 0;
    for (std::int64_t layer = 0; layer < sweep.layerCount; ++layer) {
        SelectionLayer one;
        one.layer = layer;
        if (next == ranked.scores.size() || ranked.scores[next].layer != layer) {
            one.flags = {"not-measured"};
            layers.push_back(std::move(one));
            continue;
        }
        const LayerScore& score = ranked.scores[next];
        one.score = score.score;
        one.flags = score.flags();
        one.from = placesOf(sweep, ranked.table, layer);
        if (!ranked.uncertainty.layers.empty()) {
            const LayerUncertainty& known = ranked.uncertainty.layers[next];
            one.low = known.interval.low;
            one.high = known.interval.high;
            one.keptShare = known.keptShare;
        }
        layers.push_back(std::move(one));
        ++next;
    }
    return layers;
}

Json toJson(const Stability& stability, std::size_t count) {
    Json leftOut = Json::array();
    for (const TaskLeftOut& one : stability.leftOut) {
        leftOut.push_back({{"task", one.task}, {"selected", one.selected}, {"kept", one.kept}});
    }
    return {{"of", count},
            {"count", stability.always.size()},
            {"always", stability.always},
            {"left_out", std::move(leftOut)}};
}

Json toJson(const Uncertainty& uncertainty) {
    Json tasks = Json::object();
    for (const auto& [task, source] : uncertainty.tasks) {
        tasks[task] = nameOf(source);
    }
    return {{"tasks", std::move(tasks)},
            {"independent", uncertainty.independent},
            {"seed", uncertainty.options.seed},
            {"draws", uncertainty.layers.empty() ? 0 : uncertainty.options.draws},
            {"level", uncertainty.options.level}};
}

std::vector<std::string> tasksWith(const Uncertainty& uncertainty, ErrorSource source) {
    std::vector<std::string> names;
    for (const auto& [task, from] : uncertainty.tasks) {
        if (from == source) {
            names.push_back(task);
        }
    }
    return names;
}

void tellTie(const RankedLayers& ranked, std::size_t count, std::vector<Message>& warnings) {
    const std::vector<std::int64_t> order = ranking(ranked.scores);
    const auto scoreOf = [&](std::int64_t layer) {
        return std::find_if(ranked.scores.begin(), ranked.scores.end(),
                            [&](const LayerScore& s) { return s.layer == layer; })
            ->score;
    };
    if (count < order.size() && scoreOf(order[count - 1]) == scoreOf(order[count])) {
        warnings.push_back(
            {HALYARD_TEXT("Layers {kept} and {left} have the same score at the cut; the lower one is kept."),
             {{"kept", std::to_string(order[count - 1])}, {"left", std::to_string(order[count])}}});
    }
}

} // namespace

std::vector<Message> describe(const Uncertainty& uncertainty) {
    std::vector<Message> notes;
    if (uncertainty.layers.empty()) {
        notes.push_back({HALYARD_TEXT("There are no intervals: no error is known of any task, or nothing was drawn.")});
        return notes;
    }
    const auto tell = [&](ErrorSource source, Sentence sentence) {
        std::string names;
        for (const std::string& task : tasksWith(uncertainty, source)) {
            names += (names.empty() ? "" : ", ") + printable(task, 80);
        }
        if (!names.empty()) {
            notes.push_back({sentence, {{"tasks", names}}});
        }
    };
    tell(ErrorSource::Items, HALYARD_TEXT("Intervals redraw the items of {tasks}, the same ones for every layer."));
    tell(ErrorSource::Stderr,
         HALYARD_TEXT("Intervals use the printed standard errors of {tasks}, as if the layers had answered "
                      "different items: they are wider than the truth."));
    tell(ErrorSource::Counts,
         HALYARD_TEXT("Intervals use the number of items of {tasks}, as if the layers had answered different "
                      "items: they are wider than the truth."));
    tell(ErrorSource::None, HALYARD_TEXT("No error is known of {tasks}: intervals take these results as exact."));
    return notes;
}

RankedLayers rankLayers(const Sweep& sweep, const RankOptions& options) {
    RankedLayers ranked;
    std::vector<Message> warnings = sweep.warnings;
    ranked.table = scoreTable(sweep, options.rule, options.source, warnings);
    const std::size_t count = options.top.value_or(publishedCount(sweep.layerCount));
    if (count < 1 || count > ranked.table.layers.size()) {
        throw invalidInput(
            HALYARD_TEXT("{source}: {count} layers are to be kept, and {measured} were measured. Choose --top "
                         "between 1 and {measured}."),
            {{"source", printable(options.source, 1000)},
             {"count", std::to_string(count)},
             {"measured", std::to_string(ranked.table.layers.size())}});
    }
    ranked.scores = importance(ranked.table, options.rule);
    ranked.stability = leaveOneTaskOut(ranked.table, options.rule, count);
    ranked.uncertainty = scoreUncertainty(sweep, ranked.table, options.rule, count, options.uncertainty);
    tellTie(ranked, count, warnings);
    Selection& selection = ranked.selection;
    selection.selected = topLayers(ranked.scores, count);
    selection.layerCount = sweep.layerCount;
    selection.method = nameOf(options.rule.method);
    selection.baseline = nameOf(options.rule.baseline);
    selection.layers = describeLayers(sweep, ranked);
    selection.sources = sweep.files;
    const auto recallEnd = ranked.table.tasks.begin() + static_cast<std::ptrdiff_t>(ranked.table.recall);
    selection.tasks[kRecallGroup] = {ranked.table.tasks.begin(), recallEnd};
    if (recallEnd != ranked.table.tasks.end()) {
        selection.tasks[kCommonsenseGroup] = {recallEnd, ranked.table.tasks.end()};
    }
    selection.checkpoints = sweep.checkpoints;
    selection.notes = sweep.notes;
    for (const Message& note : describe(ranked.uncertainty)) {
        selection.notes.push_back(note.text());
    }
    for (const Message& warning : warnings) {
        selection.warnings.push_back(warning.text());
    }
    selection.stability = toJson(ranked.stability, count);
    selection.uncertainty = toJson(ranked.uncertainty);
    return ranked;
}

} // namespace halyard
