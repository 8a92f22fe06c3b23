// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/prefill.h"

#include "core/model/generate.h"
#include "tests/core/model/small_models.h"
#include "tests/core/model/test_mixer.h"

#include <fstream>

namespace halyard::testing {

namespace {

constexpr double kTolerance = 2e-5;

// Every kind of layer this tree has, and one that is added without touching it.
std::vector<std::pair<std::string, Decoder>> everyModel() {
    std::vector<std::pair<std::string, Decoder>> out;
    for (const Variant& variant : variants()) {
        out.emplace_back(variant.name, randomDecoder(variant.document));
    }
    Json other = hypenetDocument();
    other["mixer_types"] = {kTestMixer, "attn", kTestMixer};
    out.emplace_back("a mixer of the tests", randomDecoder(other, mixersWithTestMixer()));
    return out;
}

std::vector<std::int64_t> rowOf(const at::Tensor& ids_BT) {
    const at::Tensor row_T = ids_BT[0].contiguous();
    return {row_T.const_data_ptr<std::int64_t>(), row_T.const_data_ptr<std::int64_t>() + row_T.size(0)};
}

double residentMegabytes(const char* field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(field)) {
            return std::stod(line.substr(std::string(field).size() + 1)) / 1024;
        }
    }
    return -1;
}

} // namespace

TEST(Prefill, InChunksGivesTheLogitsOfOnePass) {
    for (const auto& [name, decoder] : everyModel()) {
        const at::NoGradGuard noGradients;
        const at::Tensor ids_BT = randomIds(2, 333, 5);
        const at::Tensor whole_BTV = logitsOf(decoder, ids_BT);
        for (const std::int64_t chunk : {1, 7, 64, 128, 4096}) {
            SCOPED_TRACE(name + ", chunks of " + std::to_string(chunk));
            DecoderCache cache = decoder.makeCache(333);
            const at::Tensor hidden_BTD = prefillAll(decoder, ids_BT, cache, {.chunk = chunk, .scaleLogits = true, .beforeChunk = {}});
            EXPECT_LT(errorOf(decoder.logits(hidden_BTD), whole_BTV), kTolerance);
            DecoderCache again = decoder.makeCache();
            const at::Tensor last_BD = prefill(decoder, ids_BT, again, {.chunk = chunk, .scaleLogits = true, .beforeChunk = {}});
            EXPECT_LT(errorOf(decoder.logits(last_BD), whole_BTV.select(1, 332)), kTolerance);
        }
    }
}

TEST(Prefill, AnswersManyQuestionsOnOnePrefixAsIfEachWereReadWhole) {
    for (const auto& [name, decoder] : everyModel()) {
        SCOPED_TRACE(name);
        const at::Tensor prefix_BT = randomIds(1, 200, 8);
        DecoderCache cache = decoder.makeCache();
        (void)prefill(decoder, prefix_BT, cache, {.chunk = 64, .scaleLogits = true, .beforeChunk = {}});
        const DecoderCache::Mark mark = cache.mark();
        for (std::uint64_t question = 0; question < 4; ++question) {
            const at::Tensor asked_BT = randomIds(1, 5 + static_cast<std::int64_t>(question), 100 + question);
            const at::Tensor last_BD = prefill(decoder, asked_BT, cache);
            const auto said = decodeGreedy(decoder, last_BD, cache, {.maxNewTokens = 6, .stopTokens = {}, .scaleLogits = true, .enough = {}});
            cache.rewind(mark);
            EXPECT_EQ(cache.length, 200);
            const auto alone = generate(decoder, {rowOf(at::cat({prefix_BT, asked_BT}, 1))}, {.maxNewTokens = 6, .stopTokens = {}});
            EXPECT_EQ(said, alone[0]) << "question " << question;
        }
    }
}

TEST(Prefill, StopsWhenTheAnswerIsEnough) {
    const Decoder decoder = randomDecoder(hypenetDocument());
    DecoderCache cache = decoder.makeCache();
    const at::Tensor last_BD = prefill(decoder, randomIds(1, 10, 1), cache);
    const auto said = decodeGreedy(decoder, last_BD, cache,
                                   {.maxNewTokens = 50, .stopTokens = {}, .scaleLogits = true, .enough = [](const auto& tokens) {
                                        return tokens.size() == 3;
                                    }});
    EXPECT_EQ(said.size(), 3U);
}

TEST(Prefill, SwitchesTheScalingWithoutLoadingAgain) {
    Json scaled = hypenetDocument();
    scaled["attn_logits_scaling"] = "hype 20";
    Json constant = hypenetDocument();
    constant["attn_logits_scaling"] = 1.7;
    Decoder decoder = randomDecoder(hypenetDocument());
    const at::NoGradGuard noGradients;
    const at::Tensor ids_BT = randomIds(1, 90, 2);
    const at::Tensor plain_BTV = logitsOf(decoder, ids_BT);
    decoder.setLogitsScaling({LogitsScaling::Kind::Position, 20});
    EXPECT_TRUE(at::equal(logitsOf(decoder, ids_BT), logitsOf(randomDecoder(scaled), ids_BT)));
    EXPECT_GT(errorOf(logitsOf(decoder, ids_BT), plain_BTV), 1e-3);
    decoder.setLogitsScaling({LogitsScaling::Kind::Constant, 1.7});
    EXPECT_TRUE(at::equal(logitsOf(decoder, ids_BT), logitsOf(randomDecoder(constant), ids_BT)));
    decoder.setLogitsScaling({});
    EXPECT_TRUE(at::equal(logitsOf(decoder, ids_BT), plain_BTV));
}

// What a mask over all keys, or logits of all positions, would take at this length: 64 MB, 250 MB and more.
TEST(Prefill, TakesNoMemoryThatGrowsWithTheLengthButTheCaches) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "The sanitizer keeps what was freed.";
#endif
    const Decoder decoder = randomDecoder(hypenetDocument());
    constexpr std::int64_t kLength = 32768;
    const at::Tensor ids_BT = randomIds(1, kLength, 3);
    {
        DecoderCache warm = decoder.makeCache(4096);
        (void)prefill(decoder, ids_BT.slice(1, 0, 4096), warm);
    }
    DecoderCache cache = decoder.makeCache(kLength);
    const double before = residentMegabytes("VmRSS:");
    (void)prefill(decoder, ids_BT, cache);
    const double grown = residentMegabytes("VmRSS:") - before;
    ASSERT_GT(before, 0);
    EXPECT_EQ(cache.bytes(), kLength * 2 * 2 * 8 * 4 + 2 * 4 * 8 * 8 * 4);
    EXPECT_LT(grown, static_cast<double>(cache.bytes()) / (1 << 20) + 12);
}

} // namespace halyard::testing
