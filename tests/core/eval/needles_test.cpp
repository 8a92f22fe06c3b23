// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/needles.h"

#include "core/model/generate.h"
#include "tests/core/model/small_models.h"
#include "tests/support/refusal.h"

namespace halyard::testing {
namespace {

std::vector<std::int64_t> randomRow(std::int64_t length, std::uint64_t seed) {
    const at::Tensor row_T = randomIds(1, length, seed)[0].contiguous();
    return {row_T.const_data_ptr<std::int64_t>(), row_T.const_data_ptr<std::int64_t>() + length};
}

std::vector<std::int64_t> joined(std::vector<std::int64_t> a, const std::vector<std::int64_t>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

} // namespace

TEST(Needles, AreAskedForAsIfEachQuestionAloneFollowedTheDocument) {
    for (const Variant& variant : variants()) {
        SCOPED_TRACE(variant.name);
        const Decoder decoder = randomDecoder(variant.document);
        NeedlePrompt document;
        document.prefix = randomRow(120, 1);
        for (std::uint64_t q = 0; q < 3; ++q) {
            const auto ids = randomRow(4, 10 + q);
            const auto answer = generate(decoder, {joined(document.prefix, ids)}, {.maxNewTokens = 2, .stopTokens = {}})[0];
            document.questions.push_back({.ids = ids, .answer = answer, .expected = {}, .depth = static_cast<double>(q)});
        }
        document.questions[1].answer[1] = (document.questions[1].answer[1] + 1) % 61; // a wrong one
        const auto trials = askDocument(decoder, document, nullptr, {.chunk = 50, .maxNewTokens = 9, .beforeChunk = {}});
        ASSERT_EQ(trials.size(), 3U);
        EXPECT_EQ(trials[0].score, 1);
        EXPECT_EQ(trials[1].score, 0);
        EXPECT_EQ(trials[2].score, 1);
        EXPECT_EQ(trials[2].depth, 2);
        EXPECT_EQ(trials[0].tokens, document.questions[0].answer);
        EXPECT_NE(trials[0].promptHash, trials[1].promptHash);
        EXPECT_EQ(trials[0].promptHash.size(), 32U);
    }
}

TEST(Needles, AreJudgedByTheShareThatTheAnswerHolds) {
    EXPECT_EQ(shareFound("It is 123 and ABC-def.", {"123", "abc-DEF"}), 1);
    EXPECT_EQ(shareFound("It is 123.", {"123", "456", "789", "000"}), 0.25);
    EXPECT_EQ(shareFound("", {"1"}), 0);
}

TEST(Needles, RefuseTokensThatTheModelDoesNotKnow) {
    const Decoder decoder = randomDecoder(qwen3Document());
    NeedlePrompt document;
    document.prefix = {1, 2, 61};
    document.questions.push_back({.ids = {1}, .answer = {1}, .expected = {}, .depth = 0});
    expectRefused([&] { (void)askDocument(decoder, document, nullptr, {}); }, "gives token 61");
}

} // namespace halyard::testing
