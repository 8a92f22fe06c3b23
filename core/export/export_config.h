// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_folder.h"

#include <optional>

namespace halyard {

// What tokenizer files say that a generation config repeats.
struct SpecialTokens {
    std::optional<std::int64_t> bos;
    std::optional<std::int64_t> eos;
    std::optional<std::int64_t> pad;
};

// "float32" or "bfloat16": the type of the stored weights; float32 when both occur. Other types are refused, naming the
// tensor. Throws Error(InvalidInput).
[[nodiscard]] std::string storedDtype(const ModelFolder& model);

// config.json of the export: the model's own document with architecture, auto_map (HypeNet), type and logits scaling
// set, and without the paths of this machine. "dtype" and "torch_dtype" are both written: transformers reads the first
// since 4.56, everything else the second.
[[nodiscard]] Json exportedConfig(const ModelConfig& config, const LogitsScaling& scaling, const std::string& dtype);

// generation_config.json: the model's own where it has one, completed by the special tokens.
[[nodiscard]] Json exportedGenerationConfig(const ModelFolder& model, const SpecialTokens& tokens);

} // namespace halyard
