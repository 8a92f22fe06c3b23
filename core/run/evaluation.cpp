// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/evaluation.h"

#include "core/base/error.h"
#include "core/run/early_needles.h"
#include "core/run/nearest_name.h"
#include "core/run/searched_scaling.h"

#include <algorithm>
#include <charconv>

namespace halyard {

namespace {

std::int64_t size(std::size_t count) {
    return static_cast<std::int64_t>(count);
}

void checkScalings(const RunSpec& spec, Issues& issues) {
    for (const std::string& word : wordsOfList(spec.eval.scalings)) {
        if (isSearchedScaling(word)) {
            if (spec.input("search") == nullptr) {
                issues.error("/eval/scalings", HALYARD_TEXT("The scaling \"{word}\" is what a search has found. Give its results.json as the "
                                                            "input \"search\"."),
                             {{"word", printable(word, 60)}});
            }
            continue;
        }
        try {
            (void)parseOwnOrScaling(word);
        } catch (const Error& refusal) {
            issues.add({Issue::Severity::Error, "/eval/scalings", refusal.message()});
        }
    }
    if (wordsOfList(spec.eval.scalings).empty()) {
        issues.error("/eval/scalings", HALYARD_TEXT("\"eval.scalings\" is empty; write own for what the model says."));
    }
    for (const std::string& word : wordsOfList(spec.eval.constants)) {
        double value = 0;
        const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
        if (read.ec != std::errc() || read.ptr != word.data() + word.size() || !(value > 0 && value <= 1e9)) {
            issues.error("/eval/constants", HALYARD_TEXT("\"eval.constants\" holds \"{word}\"; write numbers above 0 with commas between them."),
                         {{"word", printable(word, 60)}});
        }
    }
}

void checkFile(const std::string& task, const Json& file, Issues& issues) {
    if (!file.is_string() || file.get_ref<const std::string&>().empty()) {
        issues.error("/eval/files", HALYARD_TEXT("\"eval.files\": {task} must name a file."), {{"task", printable(task, 60)}});
    }
}

void checkFiles(const RunSpec& spec, Issues& issues) {
    if (spec.eval.files.empty() && spec.input("held_out") == nullptr) {
        issues.error("/eval/files", HALYARD_TEXT("A run of kind eval needs a file of items in \"eval.files\", such as "
                                                 "hellaswag=validation.jsonl, or the input \"held_out\"."));
    }
    for (const auto& [task, file] : spec.eval.files.items()) {
        checkFile(task, file, issues);
    }
}

void checkLayers(const RunSpec& spec, Issues& issues) {
    const std::vector<std::string> screens = wordsOfList(spec.select.screens);
    if (!spec.select.layers.empty() && std::find(screens.begin(), screens.end(), "kl") != screens.end()) {
        issues.error("/select/screens", HALYARD_TEXT("The screen kl compares all layers with each other. Take it out of \"select.screens\", or leave "
                                                     "\"select.layers\" empty."));
    }
}

void checkSweep(const RunSpec& spec, Issues& issues) {
    const std::vector<std::string> screens = wordsOfList(spec.select.screens);
    if (wordsOfList(spec.eval.tasks).empty() && spec.eval.files.empty() && screens.empty()) {
        issues.error("/eval/tasks", HALYARD_TEXT("A run of kind sweep needs something to judge layers by: tasks in \"eval.tasks\", a file of "
                                                 "items in \"eval.files\", or a screen in \"select.screens\"."));
    }
    for (const auto& [task, file] : spec.eval.files.items()) {
        checkFile(task, file, issues);
    }
    checkLayers(spec, issues);
    const std::vector<std::string> known = {"kl", "zero"};
    for (const std::string& screen : screens) {
        if (std::count(screens.begin(), screens.end(), screen) > 1) {
            issues.error("/select/screens", HALYARD_TEXT("\"select.screens\" names {screen} twice."), {{"screen", printable(screen, 60)}});
            return;
        }
        if (std::find(known.begin(), known.end(), screen) == known.end()) {
            issues.error("/select/screens", HALYARD_TEXT("\"select.screens\" names \"{screen}\", and the screens are kl and zero. Did you mean "
                                                         "\"{near}\"?"),
                         {{"screen", printable(screen, 60)}, {"near", nearestName(screen, known).value_or(known.front())}});
        }
        if (screen == "kl" && spec.input("held_out") == nullptr) {
            issues.error("/select/screens", HALYARD_TEXT("The screen kl needs held-out text. Give it as the input \"held_out\", or take kl out of "
                                                         "\"select.screens\"."));
        }
    }
}

} // namespace

bool isEvaluation(RunKind kind) {
    return kind == RunKind::Niah || kind == RunKind::Eval || kind == RunKind::Throughput || kind == RunKind::Scaling ||
           kind == RunKind::Sweep;
}

std::vector<std::string> wordsOfList(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        const std::size_t begin = text.find_first_not_of(" \t", at);
        if (begin < comma) {
            const std::size_t last = text.find_last_not_of(" \t", comma - 1);
            out.push_back(text.substr(begin, last + 1 - begin));
        }
        at = comma + 1;
    }
    return out;
}

std::optional<LogitsScaling> parseOwnOrScaling(const std::string& word) {
    return word == "own" ? std::nullopt : std::optional(parseLogitsScaling(word));
}

std::int64_t evaluationSteps(const RunSpec& spec) {
    const std::int64_t models = std::count_if(spec.inputs.begin(), spec.inputs.end(),
                                              [](const RunInput& input) { return input.role == "model"; });
    const std::int64_t lengths = size(spec.eval.lengths.size());
    switch (spec.kind) {
    case RunKind::Niah:
        return models * lengths * size(needleTasksOf(spec).size()) * size(wordsOfList(spec.eval.scalings).size()) *
               spec.eval.trials;
    case RunKind::Throughput:
        return models * lengths * spec.eval.repeats;
    default:
        return 0;
    }
}

void checkEvaluation(const RunSpec& spec, Issues& issues) {
    checkScalings(spec, issues);
    if (spec.kind == RunKind::Eval) {
        checkFiles(spec, issues);
        return;
    }
    if (spec.kind == RunKind::Sweep) {
        checkSweep(spec, issues);
        if (wordsOfList(spec.eval.tasks).empty()) {
            return;
        }
    }
    if (spec.eval.lengths.empty()) {
        issues.error("/eval/lengths", HALYARD_TEXT("\"eval.lengths\" is empty; give at least one length in tokens."));
    }
    if (spec.kind != RunKind::Throughput && spec.eval.depths.empty()) {
        issues.error("/eval/depths", HALYARD_TEXT("\"eval.depths\" is empty; give at least one depth in percent."));
    }
}

} // namespace halyard
