// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/cost.h"
#include "core/io/model_folder.h"
#include "tests/support/oracle_folder.h"
#include "tests/support/refusal.h"

#include <set>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

struct Sizes {
    std::int64_t layers, hidden, ffn, heads;
    bool tied;
};
constexpr Sizes kQwen17{28, 2048, 6144, 16, true};
constexpr Sizes kQwen4{36, 2560, 9728, 32, true};
constexpr Sizes kQwen8{36, 4096, 12288, 32, false};

Json document(const Sizes& sizes) {
    return {{"model_type", "qwen3"},
            {"vocab_size", 151'936},
            {"hidden_size", sizes.hidden},
            {"intermediate_size", sizes.ffn},
            {"num_hidden_layers", sizes.layers},
            {"num_attention_heads", sizes.heads},
            {"num_key_value_heads", 8},
            {"head_dim", 128},
            {"tie_word_embeddings", sizes.tied}};
}

ModelConfig qwen3(const Sizes& sizes) {
    return modelConfigFromJson(document(sizes), "config.json");
}

// The published HypeNet of a teacher, with these attention layers kept.
ModelConfig hypenet(const Sizes& sizes, const std::set<std::int64_t>& kept) {
    Json json = document(sizes);
    json["model_type"] = "hypenet";
    json["mixer_types"] = Json::array();
    for (std::int64_t i = 0; i < sizes.layers; ++i) {
        json["mixer_types"].push_back(kept.contains(i) ? "attn" : "lightning-attn");
    }
    json["attn_use_rope"] = false;
    json["lightning_nh"] = json["lightning_nkv"] = sizes.heads;
    for (const char* key :
         {"attn_use_output_gate", "lightning_use_output_gate", "lightning_use_output_norm", "lightning_use_qk_norm"}) {
        json[key] = true;
    }
    return modelConfigFromJson(json, "config.json");
}

ModelConfig hypenet2b() {
    return hypenet(kQwen17, {2, 3, 6, 8, 9, 21, 25});
}

TEST(ParameterCount, OfTheTeachersIsThePublishedOne) {
    EXPECT_EQ(parameterCount(qwen3(kQwen17)).total(), 1'720'574'976);
    EXPECT_EQ(parameterCount(qwen3(kQwen4)).total(), 4'022'468'096);
    EXPECT_EQ(parameterCount(qwen3(kQwen8)).total(), 8'190'735'360);
    EXPECT_EQ(parameterCount(qwen3(kQwen8)).head, 151'936LL * 4096);
    EXPECT_EQ(parameterCount(qwen3(kQwen4)).head, 0);
}

TEST(ParameterCount, OfTheHypeNetsGivesThemTheirNames) {
    const auto billions = [](const ModelConfig& config) {
        return static_cast<double>(parameterCount(config).total()) / 1e9;
    };
    EXPECT_NEAR(billions(hypenet2b()), 1.93, 0.005);
    EXPECT_NEAR(billions(hypenet(kQwen4, {0, 1, 7, 14, 15, 22, 24, 31, 33})), 5, 0.5);
    EXPECT_NEAR(billions(hypenet(kQwen8, {1, 2, 4, 6, 7, 10, 24, 33, 34})), 9, 0.9);
}

TEST(ParameterCount, EqualsTheTensorsOfEveryReferenceModel) {
    const auto oracles = oracleFolder();
    if (!oracles) {
        GTEST_SKIP() << "no folder of reference cases (HALYARD_ORACLES)";
    }
    int models = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*oracles)) {
        if (entry.path().filename() != "config.json" || !exists(entry.path().parent_path() / "model.safetensors")) {
            continue;
        }
        SCOPED_TRACE(entry.path().string());
        const ModelFolder model = openModelFolder(entry.path().parent_path());
        std::int64_t elements = 0;
        for (const auto& [name, tensor] : model.tensors.tensors()) {
            elements += static_cast<std::int64_t>(elementCount(tensor.info->shape).value());
        }
        EXPECT_EQ(parameterCount(model.config).total(), elements);
        ++models;
    }
    EXPECT_GE(models, 18);
}

TEST(ParameterCount, CountsWhatEachOptionAdds) {
    Json json = document({1, 24, 40, 2, true});
    json["model_type"] = "hypenet";
    json["head_dim"] = 12;
    json["num_key_value_heads"] = 1;
    json["mixer_types"] = {"lightning-attn"};
    const auto mixers = [&] { return parameterCount(modelConfigFromJson(json, "config.json")).mixers; };
    EXPECT_EQ(mixers(), 24 * (24 + 12 + 12) + 24 * 24);
    const struct {
        const char* key;
        std::int64_t adds;
    } options[] = {{"lightning_use_qk_norm", 24},
                   {"lightning_use_output_norm", 24},
                   {"lightning_use_output_gate", 24 * 24},
                   {"lightning_use_short_conv", 4 * (24 + 12 + 12)},
                   {"attention_bias", 24 + 12 + 12 + 24}};
    for (const auto& option : options) {
        const std::int64_t before = mixers();
        json[option.key] = true;
        const std::int64_t gateBias = std::string(option.key) == "attention_bias" ? 24 : 0;
        EXPECT_EQ(mixers() - before, option.adds + gateBias) << option.key;
    }
    json["mixer_types"] = {"attn"};
    const std::int64_t before = mixers();
    json["attn_use_output_gate"] = true;
    EXPECT_EQ(mixers() - before, 24 * 24);
}

TEST(ForwardFlops, ReproduceThePublishedPrefillRatios) {
    const struct {
        std::int64_t context;
        double ratio;
    } rows[] = {{131'072, 2.54}, {262'144, 3.05}, {524'288, 3.44}, {1'048'576, 3.69}};
    for (const auto& row : rows) {
        const double teacher = forwardFlops(qwen3(kQwen17), row.context, 1);
        const double student = forwardFlops(hypenet2b(), row.context, 1);
        EXPECT_NEAR(teacher / student, row.ratio, 0.02 * row.ratio) << row.context;
    }
    EXPECT_NEAR(forwardFlops(qwen3(kQwen17), 524'288, 1) / 524'288, 62.9e9, 0.1e9);
    EXPECT_NEAR(forwardFlops(hypenet2b(), 524'288, 1) / 524'288, 18.3e9, 0.05e9);
}

TEST(ForwardFlops, CountTheHeadForTheTokensAskedFor) {
    const double head = 2.0 * 151'936 * 2048;
    EXPECT_EQ(forwardFlops(qwen3(kQwen17), 1024, 1024) - forwardFlops(qwen3(kQwen17), 1024, 0), 1024 * head);
}

TEST(CacheBytes, GrowWithTheContextInAttentionLayersOnly) {
    EXPECT_EQ(cacheBytes(hypenet2b(), 1, 2).kv, 28'672);
    EXPECT_EQ(cacheBytes(hypenet2b(), 1'048'576, 2).kv, 28'672LL * 1'048'576);
    EXPECT_EQ(cacheBytes(hypenet2b(), 1, 2).state, 21LL * 16 * 128 * 128 * 4);
    EXPECT_EQ(cacheBytes(hypenet2b(), 1'048'576, 2).state, cacheBytes(hypenet2b(), 1, 2).state);
    EXPECT_EQ(cacheBytes(qwen3(kQwen17), 10, 2).kv, 4 * 28'672 * 10);
    EXPECT_EQ(cacheBytes(qwen3(kQwen17), 10, 2).state, 0);
}

TEST(Cost, RefusesAMixerItDoesNotKnow) {
    ModelConfig config = hypenet2b();
    config.mixer_types[3] = "gdn";
    expectRefused([&] { (void)parameterCount(config); }, "\"mixer_types\" names \"gdn\", whose cost is not known");
}

TEST(DecodeBytes, AreTheWeightsTheCacheAndTheStatesTwice) {
    constexpr std::int64_t kContext = 524'288;
    // 1,720,574,976 weights, of which a tied head reads the embedding, and 28 layers of 2 · 1024 elements a token; 2 bytes.
    EXPECT_EQ(decodeBytes(qwen3(kQwen17), kContext, 2), 2 * 1'720'574'976.0 + 28 * 2.0 * 1024 * kContext * 2);
    // Without a tied head, the embedding is looked up only: a row of it is nothing beside the rest.
    const ModelConfig untied = qwen3(kQwen8);
    const auto cache = static_cast<double>(cacheBytes(untied, kContext, 2).kv);
    EXPECT_EQ(decodeBytes(untied, kContext, 2) - cache, 2.0 * static_cast<double>(parameterCount(untied).total() - 151'936 * 4096));
    const ModelConfig hybrid = hypenet2b();
    const CacheBytes kept = cacheBytes(hybrid, 0, 2);
    EXPECT_EQ(decodeBytes(hybrid, 0, 2), 2.0 * static_cast<double>(parameterCount(hybrid).total()) + 2.0 * static_cast<double>(kept.state));
}

} // namespace
} // namespace halyard::testing
