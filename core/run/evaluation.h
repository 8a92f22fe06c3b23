// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/issues.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// Runs that measure models: niah, eval, throughput, scaling. They have inputs of the role "model", any number of them, and
// no schedule; their results lie in the run folder, results.json and results/.
[[nodiscard]] bool isEvaluation(RunKind kind);

// "a, b c,d" -> "a", "b c", "d"; empty words are left out.
[[nodiscard]] std::vector<std::string> wordsOfList(const std::string& text);

// One entry of eval.scalings: nothing for "own", what the model itself says.
[[nodiscard]] std::optional<LogitsScaling> parseOwnOrScaling(const std::string& word);

// Documents (niah, scaling) or measurements (throughput) of the whole run; 0 where only the task files tell.
[[nodiscard]] std::int64_t evaluationSteps(const RunSpec& spec);

// Combinations of the settings of an evaluation.
void checkEvaluation(const RunSpec& spec, Issues& issues);

} // namespace halyard
