// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/generate.h"
#include "tests/core/model/small_models.h"

#include <algorithm>
#include <set>

namespace halyard {
namespace {

using testing::randomDecoder;
using testing::Variant;
using testing::variants;

using Rows = std::vector<std::vector<std::int64_t>>;

std::vector<std::int64_t> prompt(std::int64_t length, std::uint64_t seed) {
    const at::Tensor ids_T = testing::randomIds(1, length, seed)[0].contiguous();
    const auto* first = ids_T.const_data_ptr<std::int64_t>();
    return {first, first + length};
}

Decoder hybrid() {
    return randomDecoder(variants().at(3).document);
}

// Tokens by what the model says of the whole sequence each time, without a cache.
std::vector<std::int64_t> greedyWithoutCache(const Decoder& decoder, std::vector<std::int64_t> ids,
                                             std::int64_t count) {
    const at::NoGradGuard noGradients;
    std::vector<std::int64_t> out;
    for (std::int64_t i = 0; i < count; ++i) {
        const at::Tensor logits = testing::logitsOf(decoder, at::tensor(ids, at::kLong).unsqueeze(0));
        out.push_back(logits[0].select(0, -1).argmax().item<std::int64_t>());
        ids.push_back(out.back());
    }
    return out;
}

TEST(Generate, GreedyTokensAreThoseOfTheWholeSequenceForPromptsOfEveryLength) {
    const Rows prompts = {prompt(17, 1), prompt(1, 2), prompt(70, 3), prompt(4, 4)};
    for (const Variant& variant : variants()) {
        SCOPED_TRACE(variant.name);
        const Decoder decoder = randomDecoder(variant.document);
        GenerateOptions options;
        options.maxNewTokens = 24;
        const Rows together = generate(decoder, prompts, options);
        options.prefillChunk = 16;
        EXPECT_EQ(generate(decoder, prompts, options), together);
        ASSERT_EQ(together.size(), prompts.size());
        for (std::size_t row = 0; row < prompts.size(); ++row) {
            EXPECT_EQ(together[row], greedyWithoutCache(decoder, prompts[row], 24)) << "prompt " << row;
        }
    }
}

TEST(Generate, DrawsAreRepeatedByTheSeed) {
    const Decoder decoder = hybrid();
    const Rows prompts = {prompt(9, 1), prompt(5, 2)};
    GenerateOptions options;
    options.temperature = 1;
    options.seed = 5;
    const Rows first = generate(decoder, prompts, options);
    EXPECT_EQ(generate(decoder, prompts, options), first);
    options.seed = 6;
    EXPECT_NE(generate(decoder, prompts, options), first);
    options.temperature = 0;
    EXPECT_NE(generate(decoder, prompts, options), first);
}

TEST(Generate, TheLikeliestTokenAloneIsGreedy) {
    const Decoder decoder = hybrid();
    const Rows prompts = {prompt(9, 1), prompt(5, 2)};
    GenerateOptions options;
    const Rows greedy = generate(decoder, prompts, options);
    options.temperature = 1;
    options.topK = 1;
    EXPECT_EQ(generate(decoder, prompts, options), greedy);
    options.topK = 0;
    options.topP = 1e-9;
    EXPECT_EQ(generate(decoder, prompts, options), greedy);
    options.topP = 1;
    options.temperature = 1e-4;
    EXPECT_EQ(generate(decoder, prompts, options), greedy);
}

// Tokens that are drawn first in many draws.
std::set<std::int64_t> firstTokens(const Decoder& decoder, GenerateOptions options) {
    options.maxNewTokens = 1;
    options.temperature = 3; // nearly uniform, so that every allowed token comes
    std::set<std::int64_t> out;
    for (const auto& row : generate(decoder, Rows(2'000, {7, 11, 13}), options)) {
        out.insert(row.front());
    }
    return out;
}

TEST(Generate, DrawsComeFromTheLikeliestTokensOnly) {
    const at::NoGradGuard noGradients;
    const Decoder decoder = hybrid();
    const at::Tensor logits_V =
        testing::logitsOf(decoder, at::tensor(std::vector<std::int64_t>{7, 11, 13}, at::kLong).unsqueeze(0))[0][2];
    const at::Tensor order = logits_V.argsort(0, true);
    std::set<std::int64_t> four;
    for (std::int64_t i = 0; i < 4; ++i) {
        four.insert(order[i].item<std::int64_t>());
    }
    GenerateOptions options;
    options.topK = 4;
    EXPECT_EQ(firstTokens(decoder, options), four);
    // The same four by their share: more than the likeliest three have, no more than the four.
    const at::Tensor share_V = (logits_V / 3).softmax(0).index_select(0, order).cumsum(0);
    options.topK = 0;
    options.topP = (share_V[2].item<double>() + share_V[3].item<double>()) / 2;
    EXPECT_EQ(firstTokens(decoder, options), four);
}

TEST(Generate, EndsEachRowAfterAStopToken) {
    const Decoder decoder = hybrid();
    const Rows prompts = {prompt(9, 1), prompt(5, 2)};
    GenerateOptions options;
    const Rows whole = generate(decoder, prompts, options);
    ASSERT_EQ(whole[0].size(), 64U);
    options.stopTokens = {whole[0][6], whole[1][11]};
    const Rows stopped = generate(decoder, prompts, options);
    for (std::size_t row = 0; row < 2; ++row) {
        const auto end = std::find_first_of(whole[row].begin(), whole[row].end(), options.stopTokens.begin(),
                                            options.stopTokens.end());
        ASSERT_NE(end, whole[row].end());
        EXPECT_EQ(stopped[row], std::vector<std::int64_t>(whole[row].begin(), end + 1)) << "row " << row;
    }
    EXPECT_LE(stopped[0].size(), 7U);
    EXPECT_LE(stopped[1].size(), 12U);
}

} // namespace
} // namespace halyard
