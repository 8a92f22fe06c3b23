// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/evaluation_run.h"
#include "core/select/score/sweep.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// What a task of a sweep exchanges, and what its results are for.
enum class SweptKind {
    Choices, // stage-1 mixers; results of sweep.json, group commonsense
    Recall,  // the same, group recall: texts whose continuation holds a value
    Needles, // the same, group recall
    Zeroed,  // no attention at all; drops of screen.json
    Text,    // stage-1 mixers, effects of screen.json; one cell for all layers
};

struct SweptTask {
    std::string name; // "arc_easy", "niah_single_1@4096", "associative_recall", "held_out"
    SweptKind kind = SweptKind::Choices;
    std::vector<Cell> cells; // one a layer and then the model itself; Text: one
};

// A sweep before its weights are read.
struct SweepPlan {
    EvaluatedModel teacher;
    std::filesystem::path student; // folder with the mixers of stage 1
    ModelConfig studentConfig;
    std::vector<CheckpointOfSweep> checkpoints;
    std::vector<SourceFile> files; // of items
    std::map<std::string, std::int64_t> sizes; // of the synthetic tasks' prompts
    std::vector<SweptTask> tasks;

    [[nodiscard]] std::size_t layers() const { return static_cast<std::size_t>(teacher.config.num_hidden_layers); }
};

// Everything wrong with models, tasks and texts is found here: Error(InvalidInput).
[[nodiscard]] SweepPlan planSweep(const RunSpec& spec, const NeedleTasks& tasks);

// The parts of a plan. Cells of the synthetic tasks without attention, and of the screen on held-out text.
[[nodiscard]] std::vector<SweptTask> zeroedTasks(const RunSpec& spec, const EvaluatedModel& teacher, std::map<std::string, std::int64_t>& sizes);
[[nodiscard]] SweptTask textTask(const RunSpec& spec, const SweepPlan& plan);

// One cell more for each layer, from that of the model itself. exchange: what the identity says of layer i.
[[nodiscard]] std::vector<Cell> cellsOfLayers(const Cell& whole, std::size_t layers, const std::function<Json(std::size_t)>& exchange);

// A mixer for each layer that gives nothing, so that the residual alone goes on.
[[nodiscard]] std::vector<std::unique_ptr<Mixer>> mixersOfNothing(std::size_t layers);

} // namespace halyard
