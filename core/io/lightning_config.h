// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"

#include <cstdint>

namespace halyard {

// Largest values of lightning_nh, lightning_nkv and lightning_head_dim, and of lightning_conv_size.
inline constexpr std::int64_t kMaxLightningHeads = 65'536;
inline constexpr std::int64_t kMaxLightningConvolution = 1024;

// The "lightning_*" keys of a HypeNet config.json (halo.md sections 2, 4, 9).
struct LightningConfig {
    std::int64_t heads = 0;    // lightning_nh, default num_attention_heads
    std::int64_t kv_heads = 0; // lightning_nkv, default num_key_value_heads
    std::int64_t head_dim = 0; // lightning_head_dim, default head_dim; equal to it when use_rope
    double scale = 1;          // lightning_scale: "1/sqrt(d)" -> head_dim^-0.5, "1/d" -> 1/head_dim, else 1
    bool use_rope = true;
    bool use_qk_norm = false;
    bool use_output_norm = false;
    bool use_output_gate = false;
    bool use_short_conv = false;
    std::int64_t conv_size = 4;
};

// Throws Error(InvalidInput) naming key, value and range.
[[nodiscard]] LightningConfig lightningConfig(const ModelConfig& config, const std::string& source);

// Decay slope of each head (halo.md section 2): 2^(-8(h+1)/H) for a power of two, interleaved otherwise.
[[nodiscard]] std::vector<double> lightningSlopes(std::int64_t heads);

} // namespace halyard
