// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/cost/run_forecast.h"
#include "core/cost/train_time.h"
#include "core/run/presets.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

constexpr double kMebi = 1 << 20;

// The folder of a model with the demo's sizes.
std::filesystem::path teacherIn(const TemporaryFolder& folder) {
    const std::filesystem::path teacher = folder / "teacher";
    std::filesystem::create_directories(teacher);
    writeJsonFile(teacher / "config.json", presetSpec("demo", RunKind::Pretrain).model.config);
    return teacher;
}

RunSpec stage(RunKind kind) {
    RunSpec spec = presetSpec("demo", kind);
    spec.inputs = {{"teacher", "teacher", {}, {}}};
    return spec;
}

RunForecast forecastOf(const RunSpec& spec, const std::filesystem::path& project, std::optional<double> measured = {}) {
    const auto all = forecastsOf(spec, {project, measured, 2});
    EXPECT_EQ(all.size(), 1U);
    return all.front();
}

TEST(RunForecast, CountsTheTokensOfAllMicroBatches) {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    spec.data = {.context_length = 128, .batch_size = 16, .accumulation = 3};
    spec.schedule.steps = 500;
    EXPECT_EQ(forecastOf(spec, ".").tokens, 3'072'000);
}

TEST(RunForecast, TellsWhatCanBeToldWithoutAModelFolder) {
    const RunForecast forecast = forecastOf(stage(RunKind::Stage1), "/nonexistent", 0.5);
    EXPECT_EQ(forecast.tokens, 150.0 * 16 * 128);
    EXPECT_FALSE(forecast.memory || forecast.checkpointBytes || forecast.diskBytes);
    EXPECT_DOUBLE_EQ(forecast.seconds.value().least, 60);
    EXPECT_DOUBLE_EQ(forecast.seconds.value().most, 90);
    EXPECT_FALSE(forecastOf(stage(RunKind::Stage1), "/nonexistent").seconds);
}

TEST(RunForecast, SaysNothingOfAModelThatIsWrong) {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    spec.model.config["hidden_size"] = -1;
    EXPECT_FALSE(forecastOf(spec, ".").memory);
    const TemporaryFolder folder;
    teacherIn(folder);
    spec = stage(RunKind::Stage1);
    spec.model.mixer = "gdn";
    EXPECT_FALSE(forecastOf(spec, folder.path()).memory);
}

// Reading 8 documents of 4096 tokens costs more than a step of 16 sequences of 128.
TEST(RunForecast, CountsTheNeedlesOfEachCheckpoint) {
    const TemporaryFolder folder;
    teacherIn(folder);
    RunSpec spec = stage(RunKind::Stage2);
    spec.train.needle_tasks = "demo_busy";
    spec.train.checkpoint_every_steps = 50;
    const double plain = forecastOf(spec, folder.path(), 0.5).seconds.value().most;
    spec.train.needle_lengths = {4096};
    const double asked = forecastOf(spec, folder.path(), 0.5).seconds.value().most;
    const auto models = modelsOf(spec, folder.path());
    const double steps = needleSteps(stepWork(spec, models.value()));
    EXPECT_GT(steps, 1);
    EXPECT_LT(steps, 40);
    EXPECT_NEAR(asked - plain, 5 * steps * 0.5 * 1.2, 1e-6); // 250 steps have 5 checkpoints
    spec.train.needle_documents = 16;
    EXPECT_NEAR(needleSteps(stepWork(spec, models.value())), 2 * steps, 1e-9);
}

// The demo's teacher has 1,443,840 parameters, the mixers of stage 1 492,672, and the student of stage 2 1,608,192.
TEST(RunForecast, HoldsWeightsAndMomentsOfWhatEachStageTrains) {
    const TemporaryFolder folder;
    teacherIn(folder);
    const struct {
        RunKind kind;
        double weights, optimizer;
    } rows[] = {
        {RunKind::Pretrain, 4.0 * 1'443'840, 8.0 * 1'443'840},
        {RunKind::Stage1, 4.0 * (1'443'840 + 492'672), 8.0 * 492'672},
        {RunKind::Stage2, 4.0 * (1'443'840 + 1'608'192), 8.0 * 1'608'192},
    };
    for (const auto& row : rows) {
        const TrainMemory memory = forecastOf(stage(row.kind), folder.path()).memory.value();
        EXPECT_EQ(memory.weights, row.weights) << nameOf(row.kind);
        EXPECT_EQ(memory.optimizer, row.optimizer) << nameOf(row.kind);
    }
}

TEST(RunForecast, Bfloat16HalvesTheWeightsAndAddsMasters) {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    spec.train.dtype = "bfloat16";
    const RunForecast forecast = forecastOf(spec, ".");
    EXPECT_EQ(forecast.memory.value().weights, 2.0 * 1'443'840);
    EXPECT_EQ(forecast.memory.value().optimizer, 12.0 * 1'443'840);
    EXPECT_NEAR(forecast.checkpointBytes.value(), 14.0 * 1'443'840, 0.02 * 14 * 1'443'840);
}

TEST(RunForecast, CheckpointingAndShorterBatchesNeedLessMemory) {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    spec.data = {.context_length = 2048, .batch_size = 8, .accumulation = 1};
    const double whole = forecastOf(spec, ".").memory.value().step;
    spec.train.activation_checkpointing = true;
    const double recomputed = forecastOf(spec, ".").memory.value().step;
    spec.train.activation_checkpointing = false;
    spec.data.batch_size = 4;
    const double half = forecastOf(spec, ".").memory.value().step;
    EXPECT_GT(whole, 900 * kMebi);
    EXPECT_LT(recomputed, 0.8 * whole);
    EXPECT_NEAR(half / whole, 0.6, 0.1);
}

TEST(RunForecast, OfAGpuLeavesTheProgramOutAndWaitsForATrial) {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    spec.train.device = "cuda";
    EXPECT_TRUE(forecastOf(spec, ".").onGpu);
    EXPECT_EQ(forecastOf(spec, ".").memory.value().program, 0);
    EXPECT_FALSE(forecastOf(spec, ".").seconds);
    EXPECT_TRUE(forecastOf(spec, ".", 0.1).seconds);
}

TEST(RunForecast, OfAPipelineKnowsTheStudentThatDoesNotExistYet) {
    const TemporaryFolder folder;
    teacherIn(folder);
    RunSpec pipeline;
    pipeline.kind = RunKind::Pipeline;
    pipeline.children = {stage(RunKind::Stage1), stage(RunKind::Stage2), presetSpec("demo", RunKind::Stage3)};
    pipeline.children[1].inputs.push_back({"student", "children/stage1", {}, {}});
    pipeline.children[2].inputs.push_back({"student", "children/stage2", {}, {}});
    const auto all = forecastsOf(pipeline, {folder.path(), 0.25, 2});
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[2].kind, RunKind::Stage3);
    EXPECT_EQ(all[2].memory.value().weights, 4.0 * 1'608'192);
    // What was tried is the first stage.
    EXPECT_LT(all[0].seconds->most / all[0].seconds->least, 2);
    EXPECT_GT(all[1].seconds->most / all[1].seconds->least, 3);
}

// As a study has them: two students of one stage 1, a probe of GA-S2, and what only measures.
TEST(RunForecast, OfAStudyAddsUpItsTrainings) {
    const TemporaryFolder folder;
    teacherIn(folder);
    RunSpec study;
    study.kind = RunKind::Study;
    const auto add = [](RunSpec& composite, RunSpec run, const std::string& name, const std::string& student) {
        run.name = name;
        if (!student.empty()) {
            run.inputs.push_back({"student", "children/" + student, {}, {}});
        }
        composite.children.push_back(run);
    };
    RunSpec probes;
    probes.kind = RunKind::GaS2;
    add(probes, stage(RunKind::Stage2), "layer-0", "align");
    RunSpec needles;
    needles.kind = RunKind::Niah;
    add(study, stage(RunKind::Stage1), "align", "");
    add(study, probes, "probes", "");
    add(study, stage(RunKind::Stage2), "distil", "align");
    add(study, presetSpec("demo", RunKind::Stage3), "finetune", "distil");
    add(study, needles, "needles", "");
    const ForecastBasis basis{folder.path(), std::nullopt, 2};
    const SecondsRange all = trainingSeconds(study, basis).value();
    const double distil = forecastOf(stage(RunKind::Stage2), folder.path()).seconds->most;
    const double align = forecastOf(stage(RunKind::Stage1), folder.path()).seconds->most;
    EXPECT_GT(all.most, align + 2 * distil); // and stage 3
    study.children.pop_back();
    EXPECT_EQ(trainingSeconds(study, basis)->most, all.most);
    study.children.pop_back();
    EXPECT_NEAR(trainingSeconds(study, basis)->most, align + 2 * distil, 1e-9);
    study.children.pop_back();
    study.children.front().inputs.front().path = "elsewhere"; // a teacher that is not there
    EXPECT_FALSE(trainingSeconds(study, basis));
    study.children.clear();
    EXPECT_FALSE(trainingSeconds(study, basis));
}

TEST(RunForecast, RangesOfTimeAreUseful) {
    const RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    const SecondsRange untried = forecastOf(spec, ".").seconds.value();
    EXPECT_GT(untried.least, 0);
    EXPECT_LE(untried.most / untried.least, 6);
    const SecondsRange tried = forecastOf(spec, ".", 0.1).seconds.value();
    EXPECT_LT(tried.least, 50);
    EXPECT_GT(tried.most, 50);
    EXPECT_LE(tried.most / tried.least, 2);
}

TEST(CheckpointsAtOnce, AreThoseKeptOneBeingWrittenAndMilestones) {
    TrainPart train;
    train.keep_checkpoints = 3;
    const auto at = [&](std::int64_t every, std::int64_t steps, std::vector<std::int64_t> milestones = {}) {
        train.checkpoint_every_steps = every;
        train.milestones = std::move(milestones);
        return checkpointsAtOnce(train, steps);
    };
    EXPECT_EQ(at(1000, 10'000), 4);
    EXPECT_EQ(at(1000, 2500), 3);
    EXPECT_EQ(at(0, 2500), 1);
    EXPECT_EQ(at(1000, 10'000, {10, 20, 20'000}), 6);
    EXPECT_EQ(at(0, 100, {50}), 2);
    train.keep_checkpoints = 1; // two are kept all the same
    EXPECT_EQ(at(10, 100), 3);
}

} // namespace
} // namespace halyard::testing
