// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/check_line.h"
#include "core/base/message.h"
#include "core/io/model_config.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

struct ExportOptions {
    // Exactly one of the two: a run, or a folder with config.json and model.safetensors (a checkpoint or a model).
    std::filesystem::path run;
    std::filesystem::path checkpoint;
    std::optional<std::int64_t> step; // of the run; none = its newest intact checkpoint
    std::filesystem::path out;
    // Of the exported config. None given: the run's, else the checkpoint's own, else "hype 500".
    std::optional<LogitsScaling> scaling;
    // Folder with tokenizer.json. Empty: the checkpoint's, else the one the run was given, else its teacher's.
    std::filesystem::path tokenizer;
    std::uint64_t maxShardBytes = 5'000'000'000;
    // Interpreters that compare through transformers; none: those of HALYARD_PYTHON, else those of the source tree.
    std::vector<std::filesystem::path> pythons;
    std::int64_t pythonSeconds = 900; // of each
    // Told when a check begins and how it ended, in this order, with the facts
    //   tensors {tensors, bytes}   config {architecture}   read_back {tensors}   logits {error, limit}
    //   python {limit, compared: [{transformers, error}], unavailable: message}; told again after each interpreter
    std::function<void(const CheckLine&)> tell;
};

// A version of transformers that loaded the folder and computed the same logits.
struct PythonAgreement {
    std::string transformers;
    double error = 0; // max |a - b| / max |b|
};

struct ExportReport {
    std::filesystem::path out;
    std::string architecture; // "HypeNetForCausalLM"
    std::string dtype;
    LogitsScaling scaling;
    Message scalingReason; // why this scaling; empty when the model has none
    std::int64_t tensors = 0;
    std::int64_t parameters = 0;
    std::uint64_t bytes = 0; // of the tensors
    std::int64_t shards = 0;
    double logitsError = 0; // max |a - b| / max |b| of the folder's logits and the checkpoint's
    std::vector<PythonAgreement> agreements;
    std::vector<Message> notes; // what the user should know: no tokenizer, no comparison in Python, …
};

// Writes a folder that transformers loads: weights in the type they are stored in and under their published names,
// config.json, for HypeNet our two Python files, tokenizer, generation config, and a model card with the lineage.
// Before the folder appears, every tensor is read back and compared, the logits of the folder are compared with the
// checkpoint's, and with those of transformers where Python has it; on any difference nothing is kept.
// An earlier export at the place is replaced in one step; any other folder there is refused.
// Throws Error(InvalidInput) for what cannot be exported, Error(Failed) for a failed comparison or disk,
// Error(Stopped).
[[nodiscard]] ExportReport exportModel(const ExportOptions& options);

} // namespace halyard
