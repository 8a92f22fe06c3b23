// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

enum class ModelFamily {
    Qwen3,
    HypeNet
};
[[nodiscard]] std::string_view nameOf(ModelFamily family); // "qwen3", "hypenet"

// Scaling of the queries of softmax attention (halo.md section 3, "attn_logits_scaling").
struct LogitsScaling {
    enum class Kind {
        None,
        Constant, // q <- value * q
        Position, // q_t <- q_t * ln(t + A) / ln(trunc(A)), t the 0-based position among real tokens, A = value
    };
    Kind kind = Kind::None;
    double value = 0;

    friend bool operator==(const LogitsScaling&, const LogitsScaling&) = default;
};

// "none", a number, or two words of which the second is A ("hype 500"), as the command line takes it; and what describe()
// gives. One word alone is refused with both readings named (Error InvalidInput).
[[nodiscard]] LogitsScaling parseLogitsScaling(const std::string& text);
// As configs hold it: null, a number (integer or float), a string; here one word alone means A = 362.
[[nodiscard]] LogitsScaling logitsScalingFromJson(const Json& value, const std::string& source);
[[nodiscard]] Json toJson(const LogitsScaling& scaling); // null, 1.5, "hype 500"
[[nodiscard]] std::string describe(const LogitsScaling& scaling);

// Bound of heads x head_dim of a mixer, so that no product of sizes overflows.
constexpr std::int64_t kMaxHeadsWidth = 16'777'216;

// What config.json says of a Qwen3 or HypeNet model; defaults of omitted keys as in halo.md 9.10.
// Fields have the names of config.json.
struct ModelConfig {
    ModelFamily family = ModelFamily::Qwen3;
    std::int64_t vocab_size = 0;
    std::int64_t hidden_size = 0;
    std::int64_t intermediate_size = 0;
    std::int64_t num_hidden_layers = 0;
    std::int64_t num_attention_heads = 0;
    std::int64_t num_key_value_heads = 0;
    std::int64_t head_dim = 128;
    std::int64_t max_position_embeddings = 32768;
    double rms_norm_eps = 1e-6;
    double rope_theta = 1e4;
    double initializer_range = 0.02;
    bool tie_word_embeddings = false;
    bool attention_bias = false;
    std::string dtype = "float32"; // "dtype" or "torch_dtype": float32 or bfloat16
    std::vector<std::int64_t> eos_token_ids;
    std::optional<std::int64_t> bos_token_id;

    // HypeNet. One published mixer name a layer ("attn", "lightning-attn", …); a Qwen3 model is all "attn".
    std::vector<std::string> mixer_types;
    bool attn_use_rope = true;
    bool attn_use_output_gate = false;
    LogitsScaling attn_logits_scaling;
    bool expand_kv_proj = false;
    bool rand_init = false;

    // The whole document: mixers read their own keys from it ("lightning_nh", …), and unknown keys survive a rewrite.
    Json document = Json::object();
};

// Checks type and range of every key (promises.md 3.2) and throws Error(InvalidInput) naming file, key, value, range.
// Keys of mixers are checked by the mixers. "auto_map" is ignored for families we implement, refused otherwise.
[[nodiscard]] ModelConfig modelConfigFromJson(const Json& document, const std::string& source);
[[nodiscard]] ModelConfig readModelConfig(const std::filesystem::path& configJson);
// config.document with the fields of the struct written over it.
[[nodiscard]] Json toJson(const ModelConfig& config);

} // namespace halyard
