// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/early_needles.h"

#include "core/base/error.h"
#include "core/run/evaluation.h"
#include "core/run/nearest_name.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Of one event: more would be no small grid, and a chart of them no picture.
constexpr std::size_t kMostLengths = 12;
constexpr std::size_t kMostCells = 1024;
constexpr double kMostAnswers = 1e12;
constexpr double kLongest = 1 << 24; // tokens

void checkTasks(const RunSpec& spec, Issues& issues) {
    const std::vector<std::string>& known = needleTaskNames();
    for (const std::string& task : needleTasksOf(needleGridOf(spec))) {
        if (std::find(known.begin(), known.end(), task) == known.end()) {
            issues.error("/train/needle_tasks", HALYARD_TEXT("\"train.needle_tasks\" names \"{name}\", which is not a task with needles. Did "
                                                             "you mean \"{near}\"?"),
                         {{"name", printable(task, 60)}, {"near", nearestName(task, known).value_or(known.front())}});
        }
    }
}

// A student that a run before this one makes has no tokenizer beside it.
void checkTokenizer(const RunSpec& spec, Issues& issues) {
    const std::vector<std::string> tasks = needleTasksOf(needleGridOf(spec));
    const auto asked = std::find_if(tasks.begin(), tasks.end(), std::not_fn(isOfTokens));
    if (asked != tasks.end() && !tokenizerFolderOf(spec)) {
        issues.error("/train/needle_lengths", HALYARD_TEXT("\"train.needle_lengths\" asks for needles of the task {task}, which are text, and no model here "
                                             "has a tokenizer beside it. Give a folder with tokenizer.json as the input \"tokenizer\"."),
                     {{"task", printable(*asked, 60)}});
    }
}

// A member's number; NaN, which no comparison holds for, where there is none.
double number(const Json& cell, const char* key) {
    const auto found = cell.find(key);
    return found != cell.end() && found->is_number() ? found->get<double>() : std::nan("");
}

} // namespace

bool mayAskNeedles(RunKind kind) {
    return kind == RunKind::Stage2 || kind == RunKind::Stage3;
}

bool asksNeedles(const RunSpec& spec) {
    return mayAskNeedles(spec.kind) && !spec.train.needle_lengths.empty();
}

RunSpec needleGridOf(const RunSpec& training) {
    RunSpec grid;
    grid.kind = RunKind::Niah;
    grid.eval.tasks = training.train.needle_tasks;
    grid.eval.lengths = training.train.needle_lengths;
    grid.eval.trials = training.train.needle_documents;
    grid.eval.needles = training.train.needle_questions;
    grid.train.dtype = training.train.dtype;
    grid.train.device = training.train.device;
    grid.train.threads = training.train.threads;
    grid.train.seed = training.train.seed;
    return grid;
}

const std::vector<std::string>& needleTaskNames() {
    static const std::vector<std::string> kNames = {"demo_busy",       "demo_filler",     "niah_multikey_1", "niah_multikey_2",
                                                    "niah_multikey_3", "niah_multiquery", "niah_multivalue", "niah_single_1",
                                                    "niah_single_2",   "niah_single_3"};
    return kNames;
}

bool isOfTokens(const std::string& task) {
    return task.starts_with("demo_");
}

std::vector<std::string> needleTasksOf(const RunSpec& niah) {
    std::vector<std::string> names = wordsOfList(niah.eval.tasks);
    return names.empty() ? std::vector<std::string>{"niah_single_1", "niah_single_2", "niah_single_3"} : names;
}

std::optional<fs::path> tokenizerFolderOf(const RunSpec& spec) {
    for (const char* role : {"tokenizer", "teacher", "student", "start"}) {
        const RunInput* input = spec.input(role);
        std::error_code error;
        if (input != nullptr && fs::exists(fs::path(input->path) / "tokenizer.json", error)) {
            return input->path;
        }
    }
    return std::nullopt;
}

void checkEarlyNeedles(const RunSpec& spec, bool onDisk, Issues& issues) {
    if (!asksNeedles(spec)) {
        return;
    }
    if (spec.train.needle_lengths.size() > kMostLengths) {
        issues.error("/train/needle_lengths", HALYARD_TEXT("\"train.needle_lengths\" has {count} lengths; at most {most} fit below a curve. Leave "
                                                           "some out, and measure them with \"halyard eval niah\"."),
                     {{"count", std::to_string(spec.train.needle_lengths.size())}, {"most", std::to_string(kMostLengths)}});
    }
    checkTasks(spec, issues);
    if (onDisk) {
        checkTokenizer(spec, issues);
    }
}

Json toJson(const NeedleCell& cell) {
    return {{"task", cell.task}, {"length", cell.length}, {"right", cell.right}, {"answers", cell.answers}};
}

std::vector<NeedleShare> needleShares(const Json& needlesEvent) {
    const auto cells = needlesEvent.find("cells");
    std::map<std::int64_t, NeedleShare> byLength;
    if (cells == needlesEvent.end() || !cells->is_array() || cells->size() > kMostCells) {
        return {};
    }
    for (const Json& cell : *cells) {
        const double length = cell.is_object() ? number(cell, "length") : std::nan("");
        const double right = cell.is_object() ? number(cell, "right") : std::nan("");
        const double answers = cell.is_object() ? number(cell, "answers") : std::nan("");
        const bool holds = length >= 1 && length <= kLongest && answers >= 1 && answers <= kMostAnswers && right >= 0 && right <= answers;
        if (holds) {
            NeedleShare& share = byLength[static_cast<std::int64_t>(length)];
            share.length = static_cast<std::int64_t>(length);
            share.right += right;
            share.answers += static_cast<std::int64_t>(answers);
        }
    }
    std::vector<NeedleShare> out;
    for (const auto& [length, share] : byLength) {
        out.push_back(share);
    }
    return out;
}

} // namespace halyard
