// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"

#include <cstdint>
#include <vector>

namespace halyard {

// What a model costs, from its configuration alone; equal to the tensors of its folder, element by element.
// A mixer other than "attn" and "lightning-attn" is refused with Error(InvalidInput) naming it.
struct ParameterCount {
    std::int64_t embedding = 0;
    std::int64_t head = 0; // 0 when tied
    std::int64_t mixers = 0;
    std::int64_t mlps = 0;
    std::int64_t norms = 0;
    [[nodiscard]] std::int64_t total() const { return embedding + head + mixers + mlps + norms; }
};
[[nodiscard]] ParameterCount parameterCount(const ModelConfig& config);

// FLOPs (a multiply-add is 2) of one forward pass over context tokens T, batch 1; the head is counted for headTokens of
// them. Matrices 2 per weight and token; causal attention 4·H·D·T(T+1)/2; lightning attention, chunks of 64 counted
// dense, (4·D² + 4·64·D)·H·T. Norms, activations and rotations are left out.
[[nodiscard]] double forwardFlops(const ModelConfig& config, std::int64_t context, std::int64_t headTokens);

struct CacheBytes {
    std::int64_t kv = 0;    // attention layers, grows with T
    std::int64_t state = 0; // linear layers, constant (fp32)
};
[[nodiscard]] CacheBytes cacheBytes(const ModelConfig& config, std::int64_t context, std::int64_t bytesPerElement);

// Bytes that decoding one token after context others moves, batch 1: every weight but the rows of the embedding that are
// not looked up (a tied head reads them all), the keys and values, and the states, which are read and written. Decoding
// is bound by them, so that the ratio of two models' is how much faster one is at best.
[[nodiscard]] double decodeBytes(const ModelConfig& config, std::int64_t context, std::int64_t bytesPerElement);

} // namespace halyard
