// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/presets.h"
#include "core/base/error.h"
#include "core/run/run_folder.h"
#include "core/run/validate.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

struct Published {
    const char* preset;
    std::vector<std::int64_t> layers;
    double stage2Rate;
    std::int64_t heads;
};

TEST(Presets, HoldThePublishedNumbersOfEveryModelAndStage) {
    const Published models[] = {
        {"hypenet-2b", {2, 3, 6, 8, 9, 21, 25}, 1e-4, 16},
        {"hypenet-5b", {0, 1, 7, 14, 15, 22, 24, 31, 33}, 5e-5, 32},
        {"hypenet-9b", {1, 2, 4, 6, 7, 10, 24, 33, 34}, 3e-5, 32},
    };
    constexpr std::int64_t kGpus = 8;
    for (const Published& model : models) {
        const RunSpec one = presetSpec(model.preset, RunKind::Stage1);
        const RunSpec two = presetSpec(model.preset, RunKind::Stage2);
        const RunSpec three = presetSpec(model.preset, RunKind::Stage3);
        EXPECT_EQ(two.model.attention_layers, model.layers);
        EXPECT_EQ(one.optimizer.learning_rate, 1e-3);
        EXPECT_EQ(two.optimizer.learning_rate, model.stage2Rate);
        EXPECT_EQ(three.optimizer.learning_rate, 1e-5);
        EXPECT_EQ(two.model.config["lightning_nh"], model.heads);
        EXPECT_EQ(two.model.config["lightning_nkv"], model.heads);
        EXPECT_EQ(three.schedule.kind, "constant");
        // Tokens of the whole run: 328 M, 983 M, 1.05 B.
        const auto tokens = [&](const RunSpec& s) {
            return kGpus * totalSteps(s) * s.data.context_length * s.data.batch_size * s.data.accumulation;
        };
        EXPECT_EQ(tokens(one), 327'680'000);
        EXPECT_EQ(tokens(two), 983'040'000);
        EXPECT_EQ(tokens(three), 1'048'576'000);
        for (const RunSpec& spec : {one, two, three}) {
            EXPECT_EQ(spec.optimizer.beta1, 0.9);
            EXPECT_EQ(spec.optimizer.beta2, 0.95);
            EXPECT_EQ(spec.optimizer.weight_decay, 0);
            EXPECT_EQ(spec.optimizer.clip_norm, 1);
            EXPECT_EQ(spec.optimizer.min_learning_rate, 1e-5);
            EXPECT_EQ(spec.schedule.warmup_steps, 50);
            EXPECT_EQ(spec.train.seed, 0);
            EXPECT_EQ(spec.train.dtype, "bfloat16");
        }
    }
}

TEST(Presets, LackOnlyInputsToBeValid) {
    for (const std::string& preset : presetNames()) {
        for (const RunKind kind : {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3}) {
            if (kind == RunKind::Pretrain && preset != "demo") {
                EXPECT_THROW((void)presetSpec(preset, kind), Error);
                continue;
            }
            for (const Issue& issue : validate(presetSpec(preset, kind))) {
                EXPECT_EQ(issue.path, "/inputs") << preset << ": " << issue.message.text();
            }
        }
    }
}

TEST(Presets, NameTheNearestOfAMisspeltOne) {
    try {
        (void)presetSpec("hypnet-2b", RunKind::Stage1);
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), R"("hypnet-2b" is not a preset. Did you mean "hypenet-2b"?)");
    }
}

} // namespace
} // namespace halyard
