// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/screen_selection.h"

#include "core/base/error.h"
#include "core/run/nearest_name.h"
#include "core/select/score/importance.h"
#include "core/select/score/spaced_selection.h"
#include "core/select/score/uncertainty.h"

#include <algorithm>
#include <cmath>

namespace halyard {

namespace {

const TextScreen& textOf(const Screen& screen, const std::string& source) {
    if (!screen.text) {
        throw invalidInput(HALYARD_TEXT("{file} holds no screen on held-out text. Run a sweep with the screen kl and the input "
                                        "\"held_out\"."),
                           {{"file", printable(source, 1000)}});
    }
    return *screen.text;
}

const ZeroedTask& zeroedTaskOf(const Screen& screen, const std::string& task, const std::string& source) {
    if (!screen.zeroed || screen.zeroed->tasks.empty()) {
        throw invalidInput(HALYARD_TEXT("{file} holds no drops on synthetic tasks. Run a sweep with the screen zero."),
                           {{"file", printable(source, 1000)}});
    }
    const auto found = screen.zeroed->tasks.find(task);
    if (found == screen.zeroed->tasks.end()) {
        std::string known;
        for (const auto& [name, unused] : screen.zeroed->tasks) {
            known += (known.empty() ? "" : ", ") + printable(name, 60);
        }
        throw invalidInput(HALYARD_TEXT("{file} holds no drops on \"{task}\"; it has {known}."),
                           {{"file", printable(source, 1000)}, {"task", printable(task, 60)}, {"known", known}});
    }
    return found->second;
}

SelectionLayer scored(std::int64_t layer, double score, const std::string& from) {
    SelectionLayer out;
    out.layer = layer;
    out.score = score;
    out.from = {from};
    return out;
}

std::vector<SelectionLayer> scoresOnText(const TextScreen& text, const std::string& method, const std::string& source) {
    const std::vector<LayerEffect>& effects = method == "smart" ? text.restored : text.replaced;
    const std::string place = source + ": text/" + (method == "smart" ? "restored/" : "replaced/");
    std::vector<SelectionLayer> out;
    for (const LayerEffect& effect : effects) {
        const double score = method == "kl"    ? effect.kl
                             : method == "ppl" ? effect.loss - text.teacherLoss
                             : method == "mse" ? effect.mse
                                               : text.allLinear.kl - effect.kl;
        const auto layer = static_cast<std::int64_t>(out.size());
        out.push_back(scored(layer, score, place + std::to_string(layer)));
    }
    return out;
}

std::vector<SelectionLayer> drops(const ZeroedAccuracy& accuracy, std::int64_t items, const std::string& place) {
    std::vector<SelectionLayer> out;
    const auto answers = static_cast<double>(items);
    for (const std::optional<double>& share : accuracy.layers) {
        const auto layer = static_cast<std::int64_t>(out.size());
        if (!share) {
            out.emplace_back();
            out.back().layer = layer;
            out.back().flags = {"not-measured"};
            continue;
        }
        out.push_back(scored(layer, accuracy.teacher - *share, place + "/layers/" + std::to_string(layer)));
        const Interval interval = newcombeInterval(accuracy.teacher * answers, answers, *share * answers, answers);
        out.back().low = interval.low;
        out.back().high = interval.high;
        if (accuracy.teacher < kLeastTeacherShare) {
            out.back().flags = {"small-denominator"};
        }
    }
    return out;
}

void note(ScreenedLayers& screened, const Message& message) {
    screened.selection.notes.push_back(message.text());
    screened.remarks.push_back(message);
}

void warn(ScreenedLayers& screened, const Message& message) {
    screened.selection.warnings.push_back(message.text());
    screened.remarks.push_back(message);
}

void keepTop(std::int64_t keep, ScreenedLayers& screened) {
    Selection& selection = screened.selection;
    std::vector<LayerScore> scores;
    for (const SelectionLayer& layer : selection.layers) {
        if (layer.score) {
            scores.push_back({});
            scores.back().layer = layer.layer;
            scores.back().score = *layer.score;
        }
    }
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(keep, 0));
    if (count < 1 || count > scores.size()) {
        throw invalidInput(HALYARD_TEXT("{source}: {count} layers are to be kept, and {measured} were measured. Choose --top "
                                        "between 1 and {measured}."),
                           {{"source", printable(selection.sources.front().path, 1000)},
                            {"count", std::to_string(keep)},
                            {"measured", std::to_string(scores.size())}});
    }
    if (selection.method == "smart") {
        std::vector<double> sensitivity;
        for (const LayerScore& score : scores) {
            sensitivity.push_back(score.score);
        }
        selection.selected = spacedSelection(sensitivity, keep);
        return;
    }
    selection.selected = topLayers(scores, count);
    const std::vector<std::int64_t> order = ranking(scores);
    const auto scoreOf = [&](std::int64_t layer) { return *selection.layers[static_cast<std::size_t>(layer)].score; };
    if (count < order.size() && scoreOf(order[count - 1]) == scoreOf(order[count])) {
        warn(screened, {HALYARD_TEXT("Layers {kept} and {left} have the same score at the cut; the lower one is kept."),
                        {{"kept", std::to_string(order[count - 1])}, {"left", std::to_string(order[count])}}});
    }
}

void scoreDrops(const Screen& screen, const ScreenRule& rule, const SourceFile& source, ScreenedLayers& screened) {
    Selection& selection = screened.selection;
    const ZeroedTask& task = zeroedTaskOf(screen, rule.task, source.path);
    const ZeroedAccuracy& accuracy = rule.strict ? task.strict : task.lenient;
    selection.layers = drops(accuracy, screen.zeroed->items,
                             source.path + ": zeroed/tasks/" + rule.task + (rule.strict ? "/strict" : "/lenient"));
    selection.tasks["synthetic"] = {rule.task};
    note(screened, {HALYARD_TEXT("The teacher answers {share} of {items} items of {task} right; intervals are as if each layer had "
                                 "answered different items: they are wider than the truth."),
                    {{"share", Json(accuracy.teacher).dump()}, {"items", std::to_string(screen.zeroed->items)}, {"task", rule.task}}});
    if (accuracy.teacher < kLeastTeacherShare) {
        warn(screened, {HALYARD_TEXT("The teacher answers {share} of the items of {task} right: what it loses without a layer is noise. "
                                     "Choose by another screen."),
                        {{"share", Json(accuracy.teacher).dump()}, {"task", rule.task}}});
    }
}

} // namespace

std::string nameOf(const ScreenRule& rule) {
    return rule.method == "zero" ? "zero-" + rule.task + (rule.strict ? "-strict" : "") : rule.method;
}

std::vector<ScreenRule> rulesOf(const Screen& screen) {
    std::vector<ScreenRule> out;
    if (screen.text) {
        for (const char* method : {"kl", "ppl", "mse", "smart"}) {
            out.push_back({method, "", false});
        }
    }
    if (screen.zeroed) {
        for (const auto& [task, unused] : screen.zeroed->tasks) {
            out.push_back({"zero", task, false});
        }
    }
    return out;
}

ScreenedLayers screenLayers(const Screen& screen, const ScreenRule& rule, std::int64_t keep, const SourceFile& source) {
    const std::vector<std::string> known = {"kl", "ppl", "mse", "smart", "zero"};
    if (std::find(known.begin(), known.end(), rule.method) == known.end()) {
        throw invalidInput(HALYARD_TEXT("A screen has no score \"{method}\". Did you mean \"{near}\"?"),
                           {{"method", printable(rule.method, 60)}, {"near", nearestName(rule.method, known).value_or(known.front())}});
    }
    ScreenedLayers screened;
    Selection& selection = screened.selection;
    selection.method = nameOf(rule);
    selection.baseline = "teacher";
    selection.layerCount = screen.layerCount;
    selection.sources = {source};
    selection.checkpoints = screen.checkpoints;
    if (rule.method == "zero") {
        scoreDrops(screen, rule, source, screened);
    } else {
        const TextScreen& text = textOf(screen, source.path);
        selection.layers = scoresOnText(text, rule.method, source.path);
        selection.sources.push_back({text.file, text.hash});
        selection.baseline = rule.method == "smart" ? "all-linear" : "teacher";
    }
    keepTop(keep, screened);
    return screened;
}

Selection selectByScreen(const Screen& screen, const ScreenRule& rule, std::int64_t keep, const SourceFile& source) {
    return screenLayers(screen, rule, keep, source).selection;
}

} // namespace halyard
