// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/early_needles.h"

#include "core/run/event_search.h"
#include "core/run/events.h"
#include "core/run/field_info.h"
#include "core/run/heartbeat.h"
#include "core/run/presets.h"
#include "core/run/validate.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

RunSpec asking(RunKind kind = RunKind::Stage3) {
    RunSpec spec = presetSpec("demo", kind);
    spec.train.needle_lengths = {128, 512};
    return spec;
}

// The first sentence about early needles or tokenizers.
std::string refusalOf(const RunSpec& spec) {
    Issues issues;
    checkEarlyNeedles(spec, true, issues);
    const std::vector<Issue> all = issues.take();
    return all.empty() ? "valid" : all.front().path + " " + all.front().message.text();
}

bool says(const std::string& sentence, const std::string& part) {
    return sentence.find(part) != std::string::npos;
}

} // namespace

// Checkpoints of earlier versions name their run by these.
TEST(EarlyNeedles, LeaveTheIdentityOfRunsWithoutThemAlone) {
    EXPECT_EQ(hashOf(presetSpec("demo", RunKind::Stage2)), "0d25f4341ea5314fcc1dd205933006c3");
    EXPECT_EQ(hashOf(presetSpec("demo", RunKind::Stage3)), "1fb19792258e22ba5f4c8e9fa3bd2dbd");
    RunSpec pipeline;
    pipeline.kind = RunKind::Pipeline;
    pipeline.children = {presetSpec("hypenet-2b", RunKind::Stage2)};
    EXPECT_EQ(hashOf(pipeline), "44938679f7645f47e2202db2bf5baf64");
    RunSpec spec = presetSpec("demo", RunKind::Stage2);
    const std::string before = hashOf(spec);
    spec.train.needle_documents = 3; // of no length
    spec.train.needle_tasks = "demo_busy";
    EXPECT_EQ(hashOf(spec), before);
    spec.train.needle_lengths = {128};
    const std::string asked = hashOf(spec);
    EXPECT_NE(asked, before);
    spec.train.needle_documents = 4;
    EXPECT_NE(hashOf(spec), asked);
    spec.kind = RunKind::Stage1; // which asks none
    const std::string aligned = hashOf(spec);
    spec.train.needle_lengths.clear();
    EXPECT_EQ(hashOf(spec), aligned);
}

TEST(EarlyNeedles, AreSettingsOfTheStagesThatTrainAStudent) {
    for (const char* key : {"train.needle_lengths", "train.needle_tasks", "train.needle_documents", "train.needle_questions"}) {
        const FieldInfo* const field = findField(key);
        ASSERT_NE(field, nullptr) << key;
        EXPECT_EQ(field->kinds, (std::vector<RunKind>{RunKind::Stage2, RunKind::Stage3})) << key;
    }
    RunSpec spec = presetSpec("demo", RunKind::Stage2);
    setField(spec, "train.needle_lengths", "128,512");
    setField(spec, "train.needle_tasks", "demo_busy");
    EXPECT_EQ(toJson(runSpecFromJson(toJson(spec), "run.json")), toJson(spec));
    EXPECT_TRUE(asksNeedles(spec));
    EXPECT_FALSE(asksNeedles(presetSpec("demo", RunKind::Stage2)));
    EXPECT_FALSE(asksNeedles(asking(RunKind::Stage1)));
}

TEST(EarlyNeedles, AreAskedAsARunOfKindNiahAsks) {
    RunSpec spec = asking();
    spec.train.seed = 7;
    spec.train.needle_documents = 4;
    spec.train.needle_questions = 5;
    const RunSpec grid = needleGridOf(spec);
    EXPECT_EQ(grid.kind, RunKind::Niah);
    EXPECT_EQ(grid.eval.lengths, spec.train.needle_lengths);
    EXPECT_EQ(grid.eval.trials, 4);
    EXPECT_EQ(grid.eval.needles, 5);
    EXPECT_EQ(grid.train.seed, 7);
    EXPECT_EQ(needleTasksOf(grid), (std::vector<std::string>{"niah_single_1", "niah_single_2", "niah_single_3"}));
}

TEST(EarlyNeedles, NeedATokenizerWhereTheyAreText) {
    const TemporaryFolder folder;
    RunSpec spec = asking();
    EXPECT_TRUE(says(refusalOf(spec), "/train/needle_lengths \"train.needle_lengths\" asks for needles of the task niah_single_1"));
    EXPECT_TRUE(says(refusalOf(spec), "the input \"tokenizer\"."));
    spec.train.needle_tasks = "demo_busy, demo_filler"; // made of tokens
    EXPECT_EQ(refusalOf(spec), "valid");
    spec.train.needle_tasks = "demo_busy, niah_multikey_2";
    EXPECT_TRUE(says(refusalOf(spec), "of the task niah_multikey_2"));
    folder.write("tokenizer/tokenizer.json", "{}");
    spec.inputs.push_back({"tokenizer", (folder / "tokenizer").string(), std::nullopt, ""});
    EXPECT_EQ(refusalOf(spec), "valid");
    spec.inputs.back().role = "teacher"; // beside a model
    EXPECT_EQ(refusalOf(spec), "valid");
    spec = asking(RunKind::Stage1);
    EXPECT_EQ(refusalOf(spec), "valid"); // it asks none
}

// What is said before a run is created, of the runs of a pipeline too.
TEST(EarlyNeedles, AreCheckedWithTheRun) {
    const auto found = [](const RunSpec& spec, const std::string& path) {
        const std::vector<Issue> issues = validate(spec);
        return std::any_of(issues.begin(), issues.end(), [&](const Issue& issue) { return issue.path == path; });
    };
    RunSpec pipeline;
    pipeline.kind = RunKind::Pipeline;
    pipeline.children = {presetSpec("demo", RunKind::Stage1), asking()};
    pipeline.children[1].train.needle_tasks = "niah_singel_1";
    EXPECT_TRUE(found(pipeline, "/children/1/train/needle_tasks"));
    pipeline.children[1].train.needle_tasks = "demo_busy";
    EXPECT_FALSE(found(pipeline, "/children/1/train/needle_tasks"));
    pipeline.children[1].train.needle_lengths = {512, 128};
    EXPECT_TRUE(found(pipeline, "/children/1/train/needle_lengths")); // in rising order
}

TEST(EarlyNeedles, RefuseUnknownTasksAndLongLists) {
    RunSpec spec = asking();
    spec.train.needle_tasks = "niah_singel_2";
    EXPECT_TRUE(says(refusalOf(spec), "Did you mean \"niah_single_2\"?"));
    spec.train.needle_tasks = "demo_busy";
    spec.train.needle_lengths.clear();
    for (std::int64_t length = 100; length < 113; ++length) {
        spec.train.needle_lengths.push_back(length);
    }
    EXPECT_TRUE(says(refusalOf(spec), "has 13 lengths"));
}

TEST(EarlyNeedles, GiveTheShareOfEachLengthFromTheCellsOfAllTasks) {
    const Json event = {{"cells",
                         {toJson(NeedleCell{"a", 512, 2, 8}), toJson(NeedleCell{"a", 128, 8, 8}), toJson(NeedleCell{"b", 512, 6, 8}),
                          {{"length", 64}, {"right", 9}, {"answers", 8}}, {{"length", 1e300}, {"right", 0}, {"answers", 1}},
                          {{"length", 64}, {"right", "1"}, {"answers", 8}}, {{"length", 64}, {"right", 0}, {"answers", 0}}, 7, nullptr}}};
    const std::vector<NeedleShare> shares = needleShares(event);
    ASSERT_EQ(shares.size(), 2U);
    EXPECT_EQ(shares[0].length, 128);
    EXPECT_EQ(shares[0].share(), 1);
    EXPECT_EQ(shares[1].length, 512);
    EXPECT_EQ(shares[1].share(), 0.5);
    EXPECT_EQ(shares[1].answers, 16);
    EXPECT_TRUE(needleShares(Json::object()).empty());
    EXPECT_TRUE(needleShares({{"cells", 3}}).empty());
}

// A log longer than the piece that is read at once.
TEST(EarlyNeedles, AreFoundAmongManyEvents) {
    const TemporaryFolder folder;
    const std::filesystem::path log = folder / "events.jsonl";
    EXPECT_FALSE(hasEvent(log, "needles", 4));
    {
        EventWriter writer(log);
        for (int step = 1; step <= 3000; ++step) {
            writer.write("step", {{"step", step}, {"pad", std::string(700, 'x')}});
            if (step == 4 || step == 2990) {
                writer.write("needles", {{"step", step}});
            }
        }
    }
    ASSERT_GT(std::filesystem::file_size(log), std::uintmax_t{2} << 20U);
    EXPECT_TRUE(hasEvent(log, "needles", 4));
    EXPECT_TRUE(hasEvent(log, "needles", 2990));
    EXPECT_FALSE(hasEvent(log, "needles", 5));
    EXPECT_FALSE(hasEvent(log, "held_out", 4));
}

TEST(EarlyNeedles, AreNamedByTheHeartbeatWhileTheyAreAsked) {
    const TemporaryFolder folder;
    const RunFolder run = RunFolder::create(folder / "run", presetSpec("demo", RunKind::Stage3));
    Heartbeat heartbeat(run);
    heartbeat.beat(12);
    heartbeat.besideSteps(true, "needles");
    heartbeat.waitsForRoom(DiskShortage{.need = 9'000'000'000'000'000U, .have = 8'000'000'000'000'000U});
    auto beat = lastBeat(run);
    ASSERT_TRUE(beat);
    EXPECT_TRUE(beat->besideSteps);
    EXPECT_EQ(beat->beside, "needles");
    EXPECT_TRUE(beat->shortage);
    heartbeat.besideSteps(true);
    beat = lastBeat(run);
    EXPECT_TRUE(beat->besideSteps);
    EXPECT_EQ(beat->beside, "");
    heartbeat.besideSteps(false);
    EXPECT_FALSE(lastBeat(run)->besideSteps);
}

} // namespace halyard::testing
