// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/decoder.h"
#include "core/run/run_spec.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <memory>
#include <string>

namespace halyard {

// What is known of a model before its weights are read.
struct EvaluatedModel {
    std::string name;             // of its folder or run
    std::filesystem::path folder; // config.json and tensors
    std::string hash;             // of the checkpoint
    ModelConfig config;
    LogitsScaling scaling;                // what the model says: its config.json, or the run that made it
    std::shared_ptr<Tokenizer> tokenizer; // null when there is none beside it and none is given

    // {"name", "path", "hash"}
    [[nodiscard]] Json toJson() const;
};

// tokenizer: folder of the input of that role, empty when none is given. Throws Error(InvalidInput).
[[nodiscard]] EvaluatedModel openEvaluatedModel(const RunInput& input, const std::filesystem::path& tokenizer);

// The model's weights, in float32 or bfloat16.
[[nodiscard]] Decoder loadEvaluatedModel(const EvaluatedModel& model, const MixerRegistry& registry, const std::string& dtype);

// Bytes that a sequence of so many tokens needs beside the weights, read in chunks: caches and the work of one chunk.
[[nodiscard]] double bytesOfSequence(const ModelConfig& config, std::int64_t length, std::int64_t chunk, const std::string& dtype);
[[nodiscard]] double bytesOfWeights(const ModelConfig& config, const std::string& dtype);

// Bytes of memory that this process can still get: of the machine and of its control group.
[[nodiscard]] double availableMemory();

// Refuses with one sentence a length whose memory, need bytes, is not free: Error(InvalidInput). model: its name.
void requireMemory(const std::string& model, std::int64_t length, double need);
// Refuses with one sentence a length whose memory does not fit: Error(InvalidInput).
void requireMemory(const EvaluatedModel& model, std::int64_t length, std::int64_t chunk, const std::string& dtype);

} // namespace halyard
