// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/choices.h"

#include "core/model/generate.h"
#include "tests/core/model/small_models.h"
#include "tests/core/train/tiny_world.h"
#include "tests/support/refusal.h"

namespace halyard::testing {
namespace {

Json withBytes(Json document) {
    document["vocab_size"] = 257;
    document["max_position_embeddings"] = 64;
    return document;
}

// The definition: one sequence at a time, every logit.
double definition(const Decoder& decoder, const ScoredSequence& sequence) {
    const at::NoGradGuard noGradients;
    const at::Tensor log_TV = logitsOf(decoder, at::tensor(sequence.ids, at::kLong).unsqueeze(0))[0].to(at::kDouble).log_softmax(-1);
    double sum = 0;
    for (std::size_t t = sequence.first; t < sequence.ids.size(); ++t) {
        sum += log_TV[static_cast<std::int64_t>(t) - 1][sequence.ids[t]].item<double>();
    }
    return sum;
}

} // namespace

TEST(Choices, LikelihoodsOfABatchAreThoseOfEachSequenceAlone) {
    for (const Variant& variant : variants()) {
        SCOPED_TRACE(variant.name);
        const Decoder decoder = randomDecoder(variant.document);
        std::vector<ScoredSequence> sequences;
        for (std::int64_t i = 0; i < 9; ++i) {
            const at::Tensor row_T = randomIds(1, 3 + 5 * i, static_cast<std::uint64_t>(i))[0].contiguous();
            sequences.push_back({{row_T.const_data_ptr<std::int64_t>(), row_T.const_data_ptr<std::int64_t>() + row_T.size(0)},
                                 static_cast<std::size_t>(1 + i % 3)});
        }
        for (std::size_t i = 0; i < 4; ++i) { // differ from others in their last token alone
            sequences.push_back(sequences[2 * i]);
            sequences.back().ids.back() = (sequences.back().ids.back() + 7) % 61;
        }
        const std::vector<double> found = logLikelihoods(decoder, sequences);
        for (std::size_t i = 0; i < sequences.size(); ++i) {
            EXPECT_NEAR(found[i], definition(decoder, sequences[i]), 1e-4 * static_cast<double>(sequences[i].ids.size())) << i;
        }
    }
}

TEST(Choices, AreEncodedAsTheHarnessDoes) {
    const TinyWorld world;
    const Tokenizer tokenizer(world / "tokenizer");
    const ScoredSequence pair = encodePair(tokenizer, "ab \n", " cd", 100);
    EXPECT_EQ(pair.ids, (std::vector<std::int64_t>{'a', 'b', ' ', '\n', ' ', 'c', 'd'}));
    EXPECT_EQ(pair.first, 2U); // blanks at the context's end belong to the continuation
    const ScoredSequence cut = encodePair(tokenizer, "0123456789", " xy", 5);
    EXPECT_EQ(cut.ids, (std::vector<std::int64_t>{'7', '8', '9', ' ', 'x', 'y'}));
    EXPECT_EQ(cut.first, 3U);
    expectRefused([&] { (void)encodePair(tokenizer, "a", " 0123456789", 5); }, "cannot be judged");
}

TEST(Choices, AreTheLikeliestAndTheLikeliestACharacter) {
    const TinyWorld world;
    const Tokenizer tokenizer(world / "tokenizer");
    const Decoder decoder = randomDecoder(withBytes(hypenetDocument()));
    const ChoiceItem item = {{{"question", " a", 1}, {"question", " a much longer answer", 20}, {"question", " b", 1}}, 0};
    const ChoiceAnswer answer = answerChoices(decoder, tokenizer, {item, item})[1];
    ASSERT_EQ(answer.logLikelihoods.size(), 3U);
    const auto at = [&](std::size_t i) { return answer.logLikelihoods[i]; };
    EXPECT_EQ(answer.choice, at(0) >= at(2) ? 0 : 2);
    EXPECT_LT(at(1), at(0));
    const double longer = at(1) / 20;
    EXPECT_EQ(answer.normalised, longer > at(0) && longer > at(2) ? 1 : answer.choice);
}

TEST(Choices, RecalledTextsEndAtTheLineAndHoldTheValueOrNot) {
    const TinyWorld world;
    const Tokenizer tokenizer(world / "tokenizer");
    const Decoder decoder = randomDecoder(withBytes(qwen3Document()));
    const RecallAnswer answer = answerRecall(decoder, tokenizer, {"some text", "zzzzzz"}, 16);
    EXPECT_FALSE(answer.contains);
    EXPECT_EQ(answer.text.find('\n'), std::string::npos);
    // Longer than the model's context: what is left of it is its end.
    const std::string tail(16, 'q');
    EXPECT_EQ(answerRecall(decoder, tokenizer, {std::string(300, 'x') + tail, "v"}, 16).text,
              answerRecall(decoder, tokenizer, {tail, "v"}, 16).text);
}

} // namespace halyard::testing
