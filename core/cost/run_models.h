// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <optional>

namespace halyard {

// The models a training run holds, by their configurations.
struct RunModels {
    std::optional<ModelConfig> teacher; // stages 1 and 2
    // What is trained: the whole of it; in stage 1 the mixers alone (there the rest is the teacher's own).
    ModelConfig student;
};

// What the trainer of a spec would build (core/train/training.h), from run.json and the config.json of its inputs:
//   pretrain  model.config
//   stage1    a linear mixer in every layer of the teacher
//   stage2    the student's folder when it is a whole model, else the teacher with model.attention_layers kept
//   stage3    the student's folder
// Inputs are relative to project. before is the student that the stage in front of this one in a pipeline ends with; it
// stands for a "student" that is not there yet. Nothing when a folder that is needed is missing or cannot be read.
[[nodiscard]] std::optional<RunModels> modelsOf(const RunSpec& spec, const std::filesystem::path& project,
                                                const ModelConfig* before = nullptr);

} // namespace halyard
