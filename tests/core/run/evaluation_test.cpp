// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/evaluation.h"

#include "core/run/presets.h"
#include "core/run/run_folder.h"
#include "core/run/validate.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

RunSpec needles(const TemporaryFolder& folder) {
    folder.write("a/config.json", "{}");
    folder.write("b/config.json", "{}");
    RunSpec spec;
    spec.kind = RunKind::Niah;
    spec.inputs = {{"model", (folder / "a").string(), {}, {}}, {"model", (folder / "b").string(), {}, {}}};
    spec.eval.lengths = {128, 512};
    return spec;
}

} // namespace

TEST(Evaluation, TakesSeveralModelsAndCountsItsDocuments) {
    const TemporaryFolder folder;
    RunSpec spec = needles(folder);
    EXPECT_TRUE(requireValid(spec).empty());
    EXPECT_EQ(totalSteps(spec), 2 * 2 * 3 * 25);
    spec.eval.tasks = "niah_single_1, niah_multikey_1";
    spec.eval.scalings = "none, hype 500, 1.33";
    spec.eval.trials = 10;
    EXPECT_EQ(totalSteps(spec), 2 * 2 * 2 * 3 * 10);
    EXPECT_EQ(toJson(runSpecFromJson(toJson(spec), "a test")), toJson(spec));
    spec.inputs.push_back({"tokenizer", (folder / "a").string(), {}, {}});
    spec.inputs.push_back({"tokenizer", (folder / "b").string(), {}, {}});
    expectRefused([&] { (void)requireValid(spec); }, "tokenizer");
}

TEST(Evaluation, RefusesWhatCannotBeMeasuredWithOneSentence) {
    const TemporaryFolder folder;
    const auto refused = [&](const auto& change, const std::string& part) {
        RunSpec spec = needles(folder);
        change(spec);
        expectRefused([&] { (void)requireValid(spec); }, part);
    };
    refused([](RunSpec& spec) { spec.inputs.clear(); }, "A run of kind niah needs the input \"model\"");
    refused([](RunSpec& spec) { spec.eval.lengths.clear(); }, "\"eval.lengths\" is empty");
    refused([](RunSpec& spec) { spec.eval.lengths = {512, 128}; }, "rising order");
    refused([](RunSpec& spec) { spec.eval.depths = {0, 101}; }, "\"eval.depths\" is 101");
    refused([](RunSpec& spec) { spec.eval.depths.clear(); }, "\"eval.depths\" is empty");
    refused([](RunSpec& spec) { spec.eval.scalings = "hype"; }, "hype");
    refused([](RunSpec& spec) { spec.eval.scalings = " , "; }, "\"eval.scalings\" is empty");
    refused([](RunSpec& spec) { spec.eval.trials = 0; }, "\"eval.trials\" is 0");
    refused([](RunSpec& spec) { spec.kind = RunKind::Eval; }, "\"eval.files\"");
    refused([](RunSpec& spec) { spec.kind = RunKind::Eval, spec.eval.files = {{"piqa", 3}}; }, "piqa must name a file");
    refused([](RunSpec& spec) { spec.kind = RunKind::Scaling, spec.eval.constants = "1.5,x"; }, "\"x\"");
    refused([](RunSpec& spec) { spec.inputs[0].path = "/nowhere"; }, "/nowhere does not exist");
    expectRefused([] { (void)presetSpec("demo", RunKind::Niah); }, "has no niah");
}

TEST(Evaluation, SplitsListsOfWords) {
    EXPECT_EQ(wordsOfList("a, b c ,,d"), (std::vector<std::string>{"a", "b c", "d"}));
    EXPECT_TRUE(wordsOfList(" , ").empty());
    EXPECT_EQ(parseOwnOrScaling("own"), std::nullopt);
    EXPECT_EQ(parseOwnOrScaling("hype 500")->value, 500);
}

// The hash of a training's spec names its checkpoints, those of earlier versions too.
TEST(Evaluation, LeavesTheIdentityOfTrainingsAlone) {
    RunSpec spec;
    const std::string before = hashOf(spec);
    spec.eval.trials = 7;
    EXPECT_EQ(hashOf(spec), before);
    EXPECT_EQ(hashOf(presetSpec("demo", RunKind::Pretrain)), "815e26f6b1568be61ec03b3a394a1d1f");
    spec.kind = RunKind::Niah;
    const std::string other = hashOf(spec);
    spec.eval.trials = 8;
    EXPECT_NE(hashOf(spec), other);
}

} // namespace halyard::testing
