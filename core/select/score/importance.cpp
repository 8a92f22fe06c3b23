// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/importance.h"

#include "core/base/error.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace halyard {

namespace {

constexpr double kEpsilon = 1e-10; // of the published formula

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : ", ") + printable(word, 80);
    }
    return out;
}

// The tasks of a group that at least one layer has.
std::vector<std::string> measured(const Sweep& sweep, const char* group, std::vector<std::string>& missing) {
    const TaskGroups& groups = sweep.groups.empty() ? publishedGroups() : sweep.groups;
    std::vector<std::string> tasks;
    const auto found = groups.find(group);
    for (const std::string& task : found == groups.end() ? std::vector<std::string>{} : found->second) {
        const bool there = std::any_of(sweep.layers.begin(), sweep.layers.end(),
                                       [&](const auto& layer) { return layer.second.count(task) > 0; });
        if (std::find(tasks.begin(), tasks.end(), task) == tasks.end()) {
            (there ? tasks : missing).push_back(task);
        }
    }
    return tasks;
}

std::string tasksOf(const Sweep& sweep) {
    std::vector<std::string> names;
    for (const auto& [layer, results] : sweep.layers) {
        for (const auto& [task, result] : results) {
            if (std::find(names.begin(), names.end(), task) == names.end()) {
                names.push_back(task);
            }
        }
    }
    return names.empty() ? "none" : joined(names);
}

std::optional<std::vector<double>> valuesOf(const TaskResults& results, const std::vector<std::string>& tasks) {
    std::vector<double> values;
    for (const std::string& task : tasks) {
        const auto found = results.find(task);
        if (found == results.end()) {
            return std::nullopt;
        }
        values.push_back(found->second.value);
    }
    return values;
}

struct Means {
    double recall = 0;
    double commonsense = 0;
};

double meanOf(const std::vector<double>& values, std::size_t begin, std::size_t end) {
    const auto at = [&](std::size_t i) { return values.begin() + static_cast<std::ptrdiff_t>(i); };
    return begin == end ? 0 : std::accumulate(at(begin), at(end), 0.0) / static_cast<double>(end - begin);
}

Means meansOf(const ScoreTable& table, const std::vector<double>& values) {
    return {meanOf(values, 0, table.recall), meanOf(values, table.recall, values.size())};
}

Means baselineOf(const ScoreTable& table, const ScoreRule& rule, const std::vector<Means>& layers) {
    if (rule.baseline == Baseline::Teacher) {
        assert(!table.teacher.empty());
        return meansOf(table, table.teacher);
    }
    Means best = layers.front();
    for (const Means& means : layers) {
        best.recall = std::max(best.recall, means.recall);
        best.commonsense = std::max(best.commonsense, means.commonsense);
    }
    return best;
}

void tellUnusable(const Sweep& sweep, const ScoreTable& table, const std::string& source,
                  std::vector<Message>& warnings) {
    for (const auto& [layer, results] : sweep.layers) {
        if (!std::binary_search(table.layers.begin(), table.layers.end(), layer)) {
            warnings.push_back(
                {HALYARD_TEXT("{source}: layer {layer} lacks a task of the score; it is not ranked, and its other "
                              "results are not used."),
                 {{"source", printable(source, 1000)}, {"layer", std::to_string(layer)}}});
        }
    }
}

} // namespace

std::string_view nameOf(ScoreMethod method) {
    return method == ScoreMethod::Halo ? "halo" : "jet-nemotron";
}

std::string_view nameOf(Baseline baseline) {
    return baseline == Baseline::BestSwept ? "best-swept" : "teacher";
}

ScoreMethod scoreMethodFromName(const std::string& name) {
    for (const ScoreMethod method : {ScoreMethod::Halo, ScoreMethod::JetNemotron}) {
        if (name == nameOf(method)) {
            return method;
        }
    }
    throw invalidInput(HALYARD_TEXT("\"{name}\" is not a score. There are halo and jet-nemotron."),
                       {{"name", printable(name, 60)}});
}

Baseline baselineFromName(const std::string& name) {
    for (const Baseline baseline : {Baseline::BestSwept, Baseline::Teacher}) {
        if (name == nameOf(baseline)) {
            return baseline;
        }
    }
    throw invalidInput(HALYARD_TEXT("\"{name}\" is not a baseline. There are best-swept and teacher."),
                       {{"name", printable(name, 60)}});
}

Baseline publishedBaseline(ScoreMethod method) {
    return method == ScoreMethod::Halo ? Baseline::BestSwept : Baseline::Teacher;
}

ScoreTable ScoreTable::without(std::size_t task) const {
    ScoreTable less = *this;
    const auto at = static_cast<std::ptrdiff_t>(task);
    less.tasks.erase(less.tasks.begin() + at);
    less.recall -= task < recall ? 1U : 0U;
    for (std::vector<double>& row : less.values) {
        row.erase(row.begin() + at);
    }
    if (!less.teacher.empty()) {
        less.teacher.erase(less.teacher.begin() + at);
    }
    return less;
}

ScoreTable scoreTable(const Sweep& sweep, const ScoreRule& rule, const std::string& source,
                      std::vector<Message>& warnings) {
    std::vector<std::string> missing;
    ScoreTable table;
    table.tasks = measured(sweep, kRecallGroup, missing);
    table.recall = table.tasks.size();
    std::vector<std::string> commonsense;
    if (rule.method == ScoreMethod::Halo) {
        commonsense = measured(sweep, kCommonsenseGroup, missing);
    }
    const bool lacksCommonsense = rule.method == ScoreMethod::Halo && commonsense.empty();
    if (table.tasks.empty() || lacksCommonsense) {
        throw invalidInput(
            HALYARD_TEXT("{source}: the score {method} needs a task of {group}, and the layers have {found}. Name the "
                         "tasks with --{group} TASK,TASK."),
            {{"source", printable(source, 1000)},
             {"method", std::string(nameOf(rule.method))},
             {"group", table.tasks.empty() ? kRecallGroup : kCommonsenseGroup},
             {"found", tasksOf(sweep)}});
    }
    table.tasks.insert(table.tasks.end(), commonsense.begin(), commonsense.end());
    if (!missing.empty()) {
        warnings.push_back(
            {HALYARD_TEXT("{source}: no layer has {missing}; the score is the mean of {used} alone."),
             {{"source", printable(source, 1000)}, {"missing", joined(missing)}, {"used", joined(table.tasks)}}});
    }
    for (const auto& [layer, results] : sweep.layers) {
        if (auto values = valuesOf(results, table.tasks)) {
            table.layers.push_back(layer);
            table.values.push_back(std::move(*values));
        }
    }
    tellUnusable(sweep, table, source, warnings);
    table.teacher =
        sweep.teacher ? valuesOf(*sweep.teacher, table.tasks).value_or(std::vector<double>{}) : std::vector<double>{};
    if (rule.baseline == Baseline::Teacher && table.teacher.empty()) {
        throw invalidInput(
            HALYARD_TEXT("{source}: the baseline is the teacher, but there are no results of the teacher for {tasks}. "
                         "Use --baseline best-swept, or add them."),
            {{"source", printable(source, 1000)}, {"tasks", joined(table.tasks)}});
    }
    if (table.layers.size() < 2) {
        throw invalidInput(
            HALYARD_TEXT("{source}: {count} layers have results of all of {tasks}; at least two are needed to rank."),
            {{"source", printable(source, 1000)},
             {"count", std::to_string(table.layers.size())},
             {"tasks", joined(table.tasks)}});
    }
    return table;
}

std::vector<std::string> LayerScore::flags() const {
    std::vector<std::string> names;
    if (atClip) {
        names.emplace_back("clip");
    }
    if (smallDenominator) {
        names.emplace_back("small-denominator");
    }
    if (negativeDenominator) {
        names.emplace_back("negative-denominator");
    }
    return names;
}

std::vector<LayerScore> importance(const ScoreTable& table, const ScoreRule& rule) {
    std::vector<Means> means;
    for (const std::vector<double>& values : table.values) {
        means.push_back(meansOf(table, values));
    }
    const Means base = baselineOf(table, rule, means);
    std::vector<LayerScore> scores;
    for (std::size_t i = 0; i < means.size(); ++i) {
        LayerScore one;
        one.layer = table.layers[i];
        one.recallDrop = base.recall - means[i].recall;
        one.commonsenseDrop = base.commonsense - means[i].commonsense;
        one.score = one.recallDrop;
        if (rule.method == ScoreMethod::Halo) {
            const double ratio = one.recallDrop / (one.commonsenseDrop + kEpsilon);
            one.score = std::min(kScoreClip, ratio);
            one.atClip = ratio >= kScoreClip;
            one.smallDenominator = std::abs(one.commonsenseDrop) < kSmallDenominator;
            one.negativeDenominator = one.commonsenseDrop < 0;
        }
        scores.push_back(one);
    }
    return scores;
}

std::vector<std::int64_t> ranking(const std::vector<LayerScore>& scores) {
    std::vector<LayerScore> sorted = scores;
    std::sort(sorted.begin(), sorted.end(), [](const LayerScore& a, const LayerScore& b) {
        return a.score != b.score ? a.score > b.score : a.layer < b.layer;
    });
    std::vector<std::int64_t> layers;
    for (const LayerScore& score : sorted) {
        layers.push_back(score.layer);
    }
    return layers;
}

std::vector<std::int64_t> topLayers(const std::vector<LayerScore>& scores, std::size_t count) {
    std::vector<std::int64_t> layers = ranking(scores);
    assert(count <= layers.size());
    layers.resize(count);
    std::sort(layers.begin(), layers.end());
    return layers;
}

double keptImportance(const std::vector<LayerScore>& scores, const std::vector<std::int64_t>& selected) {
    double all = 0;
    double kept = 0;
    for (const LayerScore& score : scores) {
        const double amount = std::max(0.0, score.score);
        all += amount;
        kept += std::find(selected.begin(), selected.end(), score.layer) != selected.end() ? amount : 0;
    }
    return all > 0 ? kept / all : 1;
}

Stability leaveOneTaskOut(const ScoreTable& table, const ScoreRule& rule, std::size_t count) {
    Stability stability;
    const std::vector<std::int64_t> full = topLayers(importance(table, rule), count);
    stability.always = full;
    for (std::size_t task = 0; task < table.tasks.size(); ++task) {
        const std::size_t ofGroup = task < table.recall ? table.recall : table.tasks.size() - table.recall;
        if (ofGroup < 2) {
            continue;
        }
        TaskLeftOut one;
        one.task = table.tasks[task];
        one.selected = topLayers(importance(table.without(task), rule), count);
        std::vector<std::int64_t> common;
        std::set_intersection(full.begin(), full.end(), one.selected.begin(), one.selected.end(),
                              std::back_inserter(common));
        one.kept = common.size();
        std::erase_if(stability.always,
                      [&](std::int64_t layer) { return !std::binary_search(common.begin(), common.end(), layer); });
        stability.leftOut.push_back(std::move(one));
    }
    return stability;
}

} // namespace halyard
