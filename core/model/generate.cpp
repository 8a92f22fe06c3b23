// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, V vocabulary.
#include "core/model/generate.h"

#include "core/base/cancellation.h"
#include "core/model/prefill.h"

#include <ATen/CPUGeneratorImpl.h>
#include <algorithm>
#include <cmath>

namespace halyard {

namespace {

struct Prompts {
    at::Tensor ids_BT;    // padded on the left with token 0
    at::Tensor padding_B; // undefined when all are equally long
};

Prompts padLeft(const std::vector<std::vector<std::int64_t>>& prompts) {
    std::size_t longest = 0;
    std::size_t shortest = prompts.empty() ? 0 : prompts[0].size();
    for (const auto& prompt : prompts) {
        longest = std::max(longest, prompt.size());
        shortest = std::min(shortest, prompt.size());
    }
    const auto count = static_cast<std::int64_t>(prompts.size());
    Prompts out{at::zeros({count, static_cast<std::int64_t>(longest)}, at::kLong), at::empty({count}, at::kLong)};
    for (std::size_t b = 0; b < prompts.size(); ++b) {
        const std::size_t padding = longest - prompts[b].size();
        out.padding_B.mutable_data_ptr<std::int64_t>()[b] = static_cast<std::int64_t>(padding);
        std::copy(prompts[b].begin(), prompts[b].end(),
                  out.ids_BT.mutable_data_ptr<std::int64_t>() + b * longest + padding);
    }
    if (shortest == longest) {
        out.padding_B = at::Tensor();
    }
    return out;
}

at::Tensor keepLikely(at::Tensor probability_BV, const GenerateOptions& options) {
    if (options.topK > 0 && options.topK < probability_BV.size(1)) {
        const at::Tensor least = std::get<0>(probability_BV.topk(options.topK, 1)).slice(1, -1);
        probability_BV = probability_BV.masked_fill(probability_BV < least, 0);
    }
    if (options.topP < 1) {
        const auto [sorted, order] = probability_BV.sort(1, true);
        // A token stays when what is more likely does not fill the share yet.
        const at::Tensor before = sorted.cumsum(1) - sorted;
        const at::Tensor kept = sorted.masked_fill(before >= options.topP * sorted.sum(1, true), 0);
        probability_BV = at::zeros_like(probability_BV).scatter(1, order, kept);
    }
    return probability_BV;
}

at::Tensor choose(const at::Tensor& logits_BV, const GenerateOptions& options, const at::Generator& generator) {
    if (options.temperature <= 0) {
        return logits_BV.argmax(1);
    }
    const at::Tensor probability_BV = (logits_BV.to(at::kFloat) / options.temperature).softmax(1);
    return at::multinomial(keepLikely(probability_BV, options), 1, false, generator).squeeze(1);
}

} // namespace

std::vector<std::vector<std::int64_t>> generate(const Decoder& decoder,
                                                const std::vector<std::vector<std::int64_t>>& prompts,
                                                const GenerateOptions& options) {
    const at::NoGradGuard noGrad;
    const at::Generator generator = at::detail::createCPUGenerator(options.seed);
    const Prompts padded = padLeft(prompts);
    DecoderCache cache = decoder.makeCache();
    cache.padding_B = padded.padding_B;
    const PrefillOptions reading = {
        .chunk = options.prefillChunk, .scaleLogits = options.scaleLogits, .beforeChunk = Cancellation::throwIfRequested};
    at::Tensor logits_BV = decoder.logits(prefill(decoder, padded.ids_BT, cache, reading));
    std::vector<std::vector<std::int64_t>> out(prompts.size());
    std::vector<bool> ended(prompts.size(), false);
    for (std::int64_t count = 0; count < options.maxNewTokens; ++count) {
        Cancellation::throwIfRequested();
        const at::Tensor token_B = choose(logits_BV, options, generator).contiguous();
        for (std::size_t b = 0; b < out.size(); ++b) {
            const std::int64_t token = token_B.const_data_ptr<std::int64_t>()[b];
            if (!ended[b]) {
                out[b].push_back(token);
                ended[b] =
                    std::find(options.stopTokens.begin(), options.stopTokens.end(), token) != options.stopTokens.end();
            }
        }
        const bool last = count + 1 == options.maxNewTokens;
        if (last || std::all_of(ended.begin(), ended.end(), [](bool done) { return done; })) {
            break;
        }
        logits_BV = decoder.logits(prefill(decoder, token_B.unsqueeze(1), cache, reading));
    }
    return out;
}

} // namespace halyard
