// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/held_out_loss.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "kernels/ops/linear_losses.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace halyard {

double HeldOutLoss::perplexity() const {
    return std::exp(loss);
}

at::Tensor blocksAsIds(const TokenShards& text, const std::vector<std::int64_t>& blocks) {
    const std::int64_t length = text.blockLength();
    at::Tensor ids_BT = at::empty({static_cast<std::int64_t>(blocks.size()), length}, at::kLong);
    std::int64_t* out = ids_BT.mutable_data_ptr<std::int64_t>();
    for (const std::int64_t block : blocks) {
        out = std::copy_n(text.block(block).begin(), length, out);
    }
    return ids_BT;
}

void requireKnownTokens(const Decoder& decoder, const TokenShards& text) {
    if (text.manifest().vocabularySize > decoder.config().vocab_size) {
        throw invalidInput(HALYARD_TEXT("The text was tokenised with {text} tokens, but the model knows {model}. "
                                        "Prepare the data with the model's own tokenizer."),
                           {{"text", std::to_string(text.manifest().vocabularySize)},
                            {"model", std::to_string(decoder.config().vocab_size)}});
    }
}

HeldOutLoss heldOutLoss(const Decoder& decoder, const TokenShards& text, const HeldOutOptions& options) {
    const at::NoGradGuard noGrad;
    requireKnownTokens(decoder, text);
    const std::int64_t end = options.blocks > 0 ? std::min(options.first + options.blocks, text.blockCount()) : text.blockCount();
    HeldOutLoss result;
    double sum = 0;
    for (std::int64_t first = options.first; first < end; first += options.batchSize) {
        Cancellation::throwIfRequested();
        std::vector<std::int64_t> blocks(static_cast<std::size_t>(std::min(options.batchSize, end - first)));
        std::iota(blocks.begin(), blocks.end(), first);
        const at::Tensor ids_BT = blocksAsIds(text, blocks);
        const auto context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr, {}, options.scaleLogits);
        const at::Tensor hidden_BTD = decoder.hidden_BTD(ids_BT, context);
        const at::Tensor predicting_ND = hidden_BTD.slice(1, 0, -1).flatten(0, 1);
        const at::Tensor target_N = ids_BT.slice(1, 1).flatten();
        sum += ops::linearCrossEntropy(predicting_ND, decoder.head_VD(), target_N, 1.0).item<double>();
        result.tokens += target_N.size(0);
    }
    result.loss = result.tokens > 0 ? sum / static_cast<double>(result.tokens) : 0;
    return result;
}

} // namespace halyard
