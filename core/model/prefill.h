// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/decoder.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace halyard {

struct PrefillOptions {
    std::int64_t chunk = 2048; // tokens of one forward call
    bool scaleLogits = true;   // apply the model's attn_logits_scaling
    // Called before each chunk; a stop is asked for by throwing.
    std::function<void()> beforeChunk;
};

// Reads ids (B,T), T at least 1, into the cache in chunks and returns the hidden states after the final norm of the last
// token, (B,D). Memory grows with the caches and not otherwise with T: logits are not formed here, and a chunk looks at
// the keys before it without a mask. Equal to one pass over all of T (core/model tests, fp32 2e-5).
[[nodiscard]] at::Tensor prefill(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache,
                                 const PrefillOptions& options = {});

// The same, keeping the hidden states of every position, (B,T,D).
[[nodiscard]] at::Tensor prefillAll(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache,
                                    const PrefillOptions& options = {});

struct GreedyOptions {
    std::int64_t maxNewTokens = 64;
    std::vector<std::int64_t> stopTokens; // ends the answer, which keeps it
    bool scaleLogits = true;
    // Looked at after each token: whether what was said already decides.
    std::function<bool(const std::vector<std::int64_t>&)> enough;
};

// The likeliest tokens after a prompt, one sequence. last_BD: hidden states of its last token, as prefill() gives them;
// the cache holds the prompt and advances.
[[nodiscard]] std::vector<std::int64_t> decodeGreedy(const Decoder& decoder, at::Tensor last_BD, DecoderCache& cache,
                                                     const GreedyOptions& options);

// Rows of token ids as a tensor (1, T).
[[nodiscard]] at::Tensor idsOf(const std::vector<std::int64_t>& tokens);

} // namespace halyard
