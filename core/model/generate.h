// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/decoder.h"

#include <cstdint>
#include <vector>

namespace halyard {

struct GenerateOptions {
    std::int64_t maxNewTokens = 64;
    double temperature = 0; // 0 = greedy
    std::int64_t topK = 0;  // 0 = all
    double topP = 1;
    std::uint64_t seed = 0;
    std::vector<std::int64_t> stopTokens;
    std::int64_t prefillChunk = 4096; // tokens per forward call of the prompt
    bool scaleLogits = true;          // apply the config's attn_logits_scaling
};

// Continues each prompt (of any lengths; shorter ones are padded on the left) and returns the new tokens, the stop token
// included.
[[nodiscard]] std::vector<std::vector<std::int64_t>> generate(const Decoder& decoder,
                                                              const std::vector<std::vector<std::int64_t>>& prompts,
                                                              const GenerateOptions& options);

} // namespace halyard
