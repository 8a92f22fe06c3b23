// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// One question with answers to choose from, as lm-evaluation-harness asks it: each choice is a continuation of a context,
// chosen by the sum of the logarithms of its tokens' probabilities (acc), or by that sum over the characters of the choice
// (acc_norm).
struct ChoiceItem {
    struct Choice {
        std::string context;
        std::string continuation; // begins with the blank that parts them
        std::size_t length = 0;   // characters of the choice
    };
    std::vector<Choice> choices;
    std::int64_t gold = 0;
};

// A text to go on with and what the continuation must hold.
struct RecallItem {
    std::string text;
    std::string value;
    std::string until = "\n"; // where an answer ends; one of the harness ends with its line
};

// The items of a file. Layouts, by the name of the task:
//   hellaswag                  activity_label, ctx_a, ctx_b, endings, label
//   arc_easy, arc_challenge    question, choices {text, label}, answerKey
//   piqa                       goal, sol1, sol2, label
//   winogrande                 sentence with "_", option1, option2, answer ("1" or "2"); scored by what follows the option
//   choices[:NAME]             context, choices, answer (number of the choice, or its text)
//   recall[:NAME], swde, fda, squad_completion    text, value; "until", where an answer ends, may be left out
// One JSON object a line, or one row of a Parquet file (parquet_rows.h). Prompts and scoring are those of
// lm-evaluation-harness 0.4 (github.com/EleutherAI/lm-evaluation-harness, lm_eval/tasks).
struct TaskItems {
    std::vector<ChoiceItem> choices; // one of the two
    std::vector<RecallItem> recall;
    bool normalised = true; // whether acc_norm is part of the result
    std::string hash;       // of the file
};

// limit: the first items; 0 = all. Throws Error(InvalidInput) naming file, line and key.
[[nodiscard]] TaskItems readTaskItems(const std::string& task, const std::filesystem::path& file, std::int64_t limit = 0);

} // namespace halyard
