// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"

#include <cstdint>
#include <vector>

namespace halyard {

// What a model costs, from its configuration alone. T is the context length in tokens, b the batch.
struct ParameterCount {
    std::int64_t embedding = 0;
    std::int64_t head = 0; // 0 when tied
    std::int64_t mixers = 0;
    std::int64_t mlps = 0;
    std::int64_t norms = 0;
    [[nodiscard]] std::int64_t total() const { return embedding + head + mixers + mlps + norms; }
};
[[nodiscard]] ParameterCount parameterCount(const ModelConfig& config);

// FLOPs (a multiply-add is 2) of one forward pass over T tokens, batch 1; the head is counted for headTokens of them.
[[nodiscard]] double forwardFlops(const ModelConfig& config, std::int64_t context, std::int64_t headTokens);

struct CacheBytes {
    std::int64_t kv = 0;    // attention layers, grows with T
    std::int64_t state = 0; // linear layers, constant (fp32)
};
[[nodiscard]] CacheBytes cacheBytes(const ModelConfig& config, std::int64_t context, std::int64_t bytesPerElement);

} // namespace halyard
