// SPDX-License-Identifier: GPL-3.0-or-later
// A run folder from the first event to the last. Trainers that are killed: tests/faults.
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/io/checkpoint_store.h"
#include "core/run/events.h"
#include "core/train/training_run.h"
#include "tests/core/train/tiny_world.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace halyard {

namespace {

using testing::sameBits;
using testing::TinyWorld;
using testing::weightsOf;

Trainer trainerOf(const RunSpec& spec) {
    at::set_num_threads(1);
    return Trainer(buildTraining(spec, standardMixers()));
}

std::vector<Event> named(const RunFolder& run, const std::string& name) {
    std::vector<Event> out;
    for (const Event& event : readEvents(run.events()).events) {
        if (event.name == name) {
            out.push_back(event);
        }
    }
    return out;
}

std::vector<std::int64_t> checkpointSteps(const RunFolder& run) {
    std::vector<std::int64_t> out;
    for (const CheckpointInfo& info : CheckpointStore(run.checkpoints()).list()) {
        out.push_back(info.step);
    }
    return out;
}

// Makes the second loss not finite, on every run.
class BadSecondStep final : public Objective {
public:
    explicit BadSecondStep(std::unique_ptr<Objective> inner) : m_inner(std::move(inner)) {}
    [[nodiscard]] NamedTensors trained() const override { return m_inner->trained(); }
    ObjectiveResult accumulate(const at::Tensor& ids_BT, double weight) override {
        ObjectiveResult result = m_inner->accumulate(ids_BT, weight);
        result.loss = ++m_calls == 2 ? std::nan("") : result.loss;
        return result;
    }
    ObjectiveResult evaluate(const at::Tensor& ids_BT) override { return m_inner->evaluate(ids_BT); }

private:
    std::unique_ptr<Objective> m_inner;
    int m_calls = 0;
};

} // namespace

TEST(TrainingRun, WritesEventsTensorboardAndCheckpoints) {
    const TinyWorld world;
    RunSpec spec = world.spec(RunKind::Pretrain);
    spec.train.milestones = {2};
    spec.train.keep_checkpoints = 2;
    const RunFolder run = RunFolder::create(world / "run", spec);
    Trainer trainer = trainerOf(spec);
    EXPECT_EQ(trainRun(trainer, run, false), TrainEnd::Done);
    EXPECT_EQ(checkpointSteps(run), (std::vector<std::int64_t>{2, 8, 12}));
    const std::vector<Event> steps = named(run, "step");
    ASSERT_EQ(steps.size(), 12U);
    for (const char* key : {"loss", "grad_norm", "lr", "tokens", "tokens_per_second", "memory"}) {
        EXPECT_TRUE(steps.back().fields.at(key).is_number()) << key;
    }
    EXPECT_EQ(steps.back().fields.at("tokens"), 12 * 4 * 16);
    EXPECT_EQ(steps.front().fields.at("lr"), 0);
    EXPECT_EQ(named(run, "held_out").size(), 3U); // after 5, 10 and 12
    EXPECT_EQ(named(run, "done").size(), 1U);
    EXPECT_FALSE(std::filesystem::is_empty(run.tensorboard()));
    EXPECT_TRUE(std::filesystem::exists(run.heartbeat()));
    EXPECT_EQ(runStatus(run).newestCheckpoint, 12);
    // A checkpoint is a model folder.
    const Decoder decoder = Decoder::load(openModelFolder(run.checkpoints() / "step-12"), standardMixers(), at::kFloat);
    EXPECT_EQ(decoder.config().num_hidden_layers, 2);
}

TEST(TrainingRun, RefusesToBeginWhereCheckpointsAre) {
    const TinyWorld world;
    const RunSpec spec = world.spec(RunKind::Pretrain);
    const RunFolder run = RunFolder::create(world / "run", spec);
    Trainer first = trainerOf(spec);
    (void)trainRun(first, run, false);
    Trainer second = trainerOf(spec);
    try {
        (void)trainRun(second, run, false);
        FAIL() << "began again over checkpoints";
    } catch (const Error& error) {
        EXPECT_EQ(error.exitCode(), 2);
        EXPECT_NE(std::string(error.what()).find("--resume"), std::string::npos);
    }
}

TEST(TrainingRun, RefusesTheCheckpointOfAnotherSpec) {
    const TinyWorld world;
    RunSpec spec = world.spec(RunKind::Pretrain);
    const RunFolder run = RunFolder::create(world / "run", spec);
    Trainer first = trainerOf(spec);
    (void)trainRun(first, run, false);
    spec.optimizer.learning_rate = 2e-2;
    Trainer second = trainerOf(spec);
    EXPECT_THROW((void)trainRun(second, run, true), Error);
}

TEST(TrainingRun, StopsAtANonFiniteStepOrSkipsItAsConfigured) {
    const TinyWorld world;
    for (const char* policy : {"stop", "skip"}) {
        RunSpec spec = world.spec(RunKind::Pretrain);
        spec.train.on_non_finite = policy;
        const RunFolder run = RunFolder::create(world / policy, spec);
        Training training = buildTraining(spec, standardMixers());
        training.objective = std::make_unique<BadSecondStep>(std::move(training.objective));
        Trainer trainer(std::move(training));
        if (std::string(policy) == "stop") {
            EXPECT_THROW((void)trainRun(trainer, run, false), Error);
            EXPECT_TRUE(checkpointSteps(run).empty());
            EXPECT_NE(named(run, "failed")
                          .at(0)
                          .fields.at("reason")
                          .get<std::string>()
                          .find("Step 2: the loss is not finite"),
                      std::string::npos);
        } else {
            EXPECT_EQ(trainRun(trainer, run, false), TrainEnd::Done);
        }
        ASSERT_EQ(named(run, "non_finite").size(), 1U);
        EXPECT_EQ(named(run, "non_finite")[0].fields.at("step"), 2);
        EXPECT_EQ(named(run, "non_finite")[0].fields.at("blocks").size(), 4U);
    }
}

TEST(TrainingRun, SkipsADamagedCheckpointAndSaysSo) {
    const TinyWorld world;
    const RunSpec spec = world.spec(RunKind::Pretrain);
    const RunFolder run = RunFolder::create(world / "run", spec);
    Trainer first = trainerOf(spec);
    (void)trainRun(first, run, false);
    std::filesystem::resize_file(run.checkpoints() / "step-12/optimizer.safetensors", 100);
    Trainer second = trainerOf(spec);
    EXPECT_EQ(trainRun(second, run, true), TrainEnd::Done);
    EXPECT_EQ(named(run, "resumed").at(0).fields.at("step"), 8);
    EXPECT_EQ(named(run, "warning").size(), 1U);
    EXPECT_TRUE(sameBits(weightsOf(first), weightsOf(second)));
}

// A probe of GA-S2 that waits at steps to be ranked is the probe that went straight on.
TEST(TrainingRun, WaitsAtAStepAndGoesOnWithTheSameBits) {
    const TinyWorld world;
    RunSpec spec = world.spec(RunKind::Pretrain);
    spec.train.checkpoint_every_steps = 1000;
    spec.train.held_out_every_steps = 0;
    const RunFolder straightRun = RunFolder::create(world / "straight", spec);
    Trainer straight = trainerOf(spec);
    ASSERT_EQ(trainRun(straight, straightRun, false), TrainEnd::Done);
    const RunFolder run = RunFolder::create(world / "run", spec);
    for (const std::int64_t until : {3, 7, 7, 5, 12}) { // a step that was reached or passed is waited at again
        Trainer trainer = trainerOf(spec);
        const TrainEnd end = trainRun(trainer, run, until != 3, until);
        EXPECT_EQ(end, until == 12 ? TrainEnd::Done : TrainEnd::StepLimit);
        EXPECT_EQ(trainer.finishedSteps(), std::max<std::int64_t>(until, until == 5 ? 7 : 0));
        if (until == 12) {
            EXPECT_TRUE(sameBits(weightsOf(straight), weightsOf(trainer)));
        }
    }
    EXPECT_EQ(named(run, "step").size(), 12U);
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_EQ(named(run, "step")[i].fields.at("loss"), named(straightRun, "step")[i].fields.at("loss"));
    }
    std::vector<std::int64_t> measured;
    for (const Event& event : named(run, "held_out")) {
        measured.push_back(event.fields.at("step").get<std::int64_t>());
    }
    EXPECT_EQ(measured, (std::vector<std::int64_t>{3, 7, 7, 7, 12}));
    EXPECT_EQ(named(run, "stopped").front().fields.at("until"), 3);
    EXPECT_EQ(runStatus(run).newestCheckpoint, 12);
}

} // namespace halyard
