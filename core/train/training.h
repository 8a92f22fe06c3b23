// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/token_shards.h"
#include "core/run/run_spec.h"
#include "core/train/objective.h"

#include <filesystem>
#include <memory>

namespace halyard {

// What a run trains, and with what: models, objective and data, opened and checked against each other.
struct Training {
    RunSpec spec;
    std::shared_ptr<Decoder> teacher;      // stage 1 and 2
    std::shared_ptr<Decoder> model;        // pretrain, stage 2 and 3: what is trained
    std::unique_ptr<Stage1Student> mixers; // stage 1: what is trained
    std::unique_ptr<TokenShards> data;
    std::unique_ptr<TokenShards> heldOut; // may be null
    std::unique_ptr<Objective> objective;

    [[nodiscard]] const ModelConfig& config() const { return mixers ? mixers->config : model->config(); }
};

// Builds what a spec of kind pretrain, stage1, stage2 or stage3 describes:
//   pretrain  a random model of model.config
//   stage1    fresh mixers for every layer, from the teacher
//   stage2    student = a stage-1 run, checkpoint or folder: its mixers and the teacher's everything else; a whole
//             HypeNet model goes on as it is
//   stage3    student = a stage-2 run, checkpoint, or any model folder
// Throws Error(InvalidInput).
[[nodiscard]] Training buildTraining(const RunSpec& spec, const MixerRegistry& registry);

// The folder an input stands for: a run's checkpoint (of the step asked for, else its newest intact one), a checkpoint
// (verified), or the folder itself.
[[nodiscard]] std::filesystem::path resolveModelInput(const RunInput& input);

// Whether a folder holds stage-1 mixers (model/stage1_files.h) instead of a whole model.
[[nodiscard]] bool isStage1Folder(const std::filesystem::path& folder);

// Writes the weights of what is trained so that the folder can be opened later: a model folder, or for stage 1
// config.json and mixers.safetensors.
void saveWeights(const Training& training, const std::filesystem::path& folder);
// Overwrites the trained tensors with those of such a folder; every one must be there with its dtype and shape.
void loadWeights(const Training& training, const std::filesystem::path& folder);

} // namespace halyard
