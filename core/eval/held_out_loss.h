// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/token_shards.h"
#include "core/model/decoder.h"

#include <cstdint>

namespace halyard {

struct HeldOutOptions {
    std::int64_t first = 0;    // block
    std::int64_t blocks = 0;   // this many from there; 0 = all
    std::int64_t batchSize = 8;
    bool scaleLogits = false;  // apply the config's attn_logits_scaling
};

struct HeldOutLoss {
    double loss = 0;          // next-token cross-entropy, nats a predicted token
    std::int64_t tokens = 0;  // predicted: blocks · (block length − 1)
    [[nodiscard]] double perplexity() const;
};

// Mean next-token cross-entropy of a model on blocks of prepared text, each block on its own. Logits and statistics in
// fp32. Throws Error(InvalidInput) when the text holds a token the model does not know.
[[nodiscard]] HeldOutLoss heldOutLoss(const Decoder& decoder, const TokenShards& text, const HeldOutOptions& options);

// Throws Error(InvalidInput) when the text was made with more tokens than the model knows.
void requireKnownTokens(const Decoder& decoder, const TokenShards& text);

// Rows of blocks as ids (B, T, int64).
[[nodiscard]] at::Tensor blocksAsIds(const TokenShards& text, const std::vector<std::int64_t>& blocks);

} // namespace halyard
