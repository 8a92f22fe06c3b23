// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/token_shards.h"
#include "core/eval/evaluation_run.h"

#include <memory>
#include <string>
#include <vector>

namespace halyard {

// What each kind of evaluation measures of one model. The decoder that measure() gets may outlive neither the cells nor the
// model: they hold its tokenizer.
[[nodiscard]] std::vector<Cell> needleCells(const RunSpec& spec, const EvaluatedModel& model, const NeedleTasks& tasks);

[[nodiscard]] std::vector<Cell> itemCells(const RunSpec& spec, const EvaluatedModel& model); // choices, recall, perplexity
[[nodiscard]] std::vector<Cell> throughputCells(const RunSpec& spec, const EvaluatedModel& model);
[[nodiscard]] std::vector<Cell> scalingCells(const RunSpec& spec, const EvaluatedModel& model, const NeedleTasks& tasks);

// The held-out text of a run; null when it has none. A cell of the loss on it.
[[nodiscard]] std::shared_ptr<const TokenShards> heldOutText(const RunSpec& spec);

// The scalings of a run for one model, each once, with the word results have for it.
struct PlannedScaling {
    LogitsScaling scaling;
    std::string word;
};
[[nodiscard]] std::vector<PlannedScaling> plannedScalings(const RunSpec& spec, const EvaluatedModel& model);

[[nodiscard]] Cell lossCell(const RunSpec& spec, const EvaluatedModel& model, const PlannedScaling& scaling,
                            const std::shared_ptr<const TokenShards>& text);

// Of a search: every scaling that is tried, and from the cells of its results the curve of each model with the scaling of the
// least loss and that of the most needles found (the mean over tasks and lengths).
[[nodiscard]] std::vector<std::string> searchedScalings(const EvaluationPart& eval);
[[nodiscard]] Json bestScalings(const Json& cells);

// What LayerExchange asks and tells of the steps before end.
[[nodiscard]] LayerExchange::Hooks hooksOf(ExchangeRecorder& recorder, std::int64_t end);

// What every cell of a model has in common: in its identity, and in its facts.
[[nodiscard]] Json modelIdentity(const RunSpec& spec, const EvaluatedModel& model);
[[nodiscard]] Json factsOf(const EvaluatedModel& model);

} // namespace halyard
