// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, D hidden.
#include "core/model/prefill.h"

#include <algorithm>

namespace halyard {

namespace {

// Gives each chunk's hidden states to take.
template <class Take>
void readInChunks(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache, const PrefillOptions& options,
                  const Take& take) {
    const std::int64_t length = ids_BT.size(1);
    for (std::int64_t at = 0; at < length; at += options.chunk) {
        if (options.beforeChunk) {
            options.beforeChunk();
        }
        const at::Tensor chunk_BT = ids_BT.slice(1, at, std::min(at + options.chunk, length));
        const auto context = decoder.contextFor(chunk_BT.size(0), chunk_BT.size(1), &cache, {}, options.scaleLogits);
        take(decoder.hidden_BTD(chunk_BT, context, &cache));
    }
}

} // namespace

at::Tensor prefill(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache, const PrefillOptions& options) {
    const at::NoGradGuard noGradients;
    at::Tensor last_BD;
    readInChunks(decoder, ids_BT, cache, options,
                 [&](const at::Tensor& hidden_BTD) { last_BD = hidden_BTD.select(1, -1).clone(); });
    return last_BD;
}

at::Tensor prefillAll(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache,
                      const PrefillOptions& options) {
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor> parts_BTD;
    readInChunks(decoder, ids_BT, cache, options,
                 [&](const at::Tensor& hidden_BTD) { parts_BTD.push_back(hidden_BTD); });
    return parts_BTD.size() == 1 ? parts_BTD.front() : at::cat(parts_BTD, 1);
}

std::vector<std::int64_t> decodeGreedy(const Decoder& decoder, at::Tensor last_BD, DecoderCache& cache,
                                       const GreedyOptions& options) {
    const at::NoGradGuard noGradients;
    std::vector<std::int64_t> said;
    while (static_cast<std::int64_t>(said.size()) < options.maxNewTokens) {
        const at::Tensor token_B = decoder.logits(last_BD).argmax(-1);
        said.push_back(token_B.item<std::int64_t>());
        const bool stops = std::find(options.stopTokens.begin(), options.stopTokens.end(), said.back()) != options.stopTokens.end();
        if (stops || (options.enough && options.enough(said))) {
            break;
        }
        if (static_cast<std::int64_t>(said.size()) < options.maxNewTokens) {
            last_BD = prefill(decoder, token_B.unsqueeze(1), cache, {.chunk = 1, .scaleLogits = options.scaleLogits, .beforeChunk = {}});
        }
    }
    return said;
}

at::Tensor idsOf(const std::vector<std::int64_t>& tokens) {
    return at::tensor(tokens, at::kLong).unsqueeze(0);
}

} // namespace halyard
