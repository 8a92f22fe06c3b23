// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "tests/core/train/tiny_world.h"

#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace halyard {

namespace {

using testing::sameBits;
using testing::savedWeights;
using testing::TinyWorld;
using testing::weightsOf;

Trainer trainerOf(const RunSpec& spec) {
    at::set_num_threads(1);
    return Trainer(buildTraining(spec, standardMixers()));
}

std::vector<double> train(Trainer& trainer, std::int64_t until) {
    std::vector<double> losses;
    while (trainer.finishedSteps() < until) {
        losses.push_back(trainer.step().loss);
    }
    return losses;
}

double heldOutAfterTraining(const RunSpec& spec, const std::filesystem::path& folder) {
    Trainer trainer = trainerOf(spec);
    const double before = trainer.heldOutLoss();
    train(trainer, trainer.totalSteps());
    const double after = trainer.heldOutLoss();
    EXPECT_LT(after, before) << nameOf(spec.kind);
    savedWeights(trainer, folder);
    return after;
}

RunSpec withInputs(RunSpec spec, const std::string& teacher, const std::string& student) {
    if (!teacher.empty()) {
        spec.inputs.push_back({"teacher", teacher, {}, {}});
    }
    if (!student.empty()) {
        spec.inputs.push_back({"student", student, {}, {}});
    }
    return spec;
}

// A teacher folder, trained for a few steps.
std::string teacherIn(const TinyWorld& world) {
    Trainer trainer = trainerOf(world.spec(RunKind::Pretrain));
    train(trainer, 3);
    return savedWeights(trainer, world / "teacher");
}

// Spoils what an objective gives at one step.
class Poisoned final : public Objective {
public:
    Poisoned(std::unique_ptr<Objective> inner, int atCall, bool loss)
        : m_inner(std::move(inner)), m_left(atCall), m_loss(loss) {}
    [[nodiscard]] NamedTensors trained() const override { return m_inner->trained(); }
    ObjectiveResult accumulate(const at::Tensor& ids_BT, double weight) override {
        ObjectiveResult result = m_inner->accumulate(ids_BT, weight);
        if (m_left-- == 0) {
            if (m_loss) {
                result.loss = std::numeric_limits<double>::quiet_NaN();
            } else {
                trained()[3].tensor.mutable_grad().view(-1)[0] = std::numeric_limits<double>::infinity();
            }
        }
        return result;
    }
    ObjectiveResult evaluate(const at::Tensor& ids_BT) override { return m_inner->evaluate(ids_BT); }

private:
    std::unique_ptr<Objective> m_inner;
    int m_left;
    bool m_loss;
};

// Trains straight and with one interruption at a random step, and compares every loss and every weight bit.
void expectBitExactResume(RunSpec spec, const TinyWorld& world, int trials) {
    spec.data.accumulation = 2;
    spec.data.batch_size = 5; // 24 blocks: steps of 10 cross the end of an epoch in the middle of a micro-batch
    Trainer straight = trainerOf(spec);
    const std::vector<double> expected = train(straight, spec.schedule.steps);
    std::mt19937 random(7);
    for (int trial = 0; trial < trials; ++trial) {
        const auto stop = static_cast<std::int64_t>(1 + random() % static_cast<unsigned>(spec.schedule.steps - 1));
        SCOPED_TRACE("stopped after step " + std::to_string(stop));
        const std::filesystem::path folder =
            world / ("checkpoint-" + std::to_string(trial) + std::string(nameOf(spec.kind)));
        std::filesystem::create_directories(folder);
        Trainer first = trainerOf(spec);
        std::vector<double> losses = train(first, stop);
        first.save(folder);
        Trainer second = trainerOf(spec);
        EXPECT_EQ(second.restore(folder), "");
        const std::vector<double> rest = train(second, spec.schedule.steps);
        losses.insert(losses.end(), rest.begin(), rest.end());
        EXPECT_EQ(losses, expected);
        EXPECT_TRUE(sameBits(weightsOf(second), weightsOf(straight)));
        EXPECT_EQ(second.heldOutLoss(), straight.heldOutLoss());
    }
}

} // namespace

TEST(Trainer, EveryStageLowersItsHeldOutLoss) {
    const TinyWorld world;
    const std::string teacher = (world / "teacher").string();
    RunSpec pretrain = world.spec(RunKind::Pretrain);
    pretrain.schedule.steps = 60;
    EXPECT_LT(heldOutAfterTraining(pretrain, teacher), 3.0);
    heldOutAfterTraining(withInputs(world.spec(RunKind::Stage1), teacher, {}), world / "aligned");
    RunSpec stage2 = withInputs(world.spec(RunKind::Stage2), teacher, (world / "aligned").string());
    stage2.optimizer.learning_rate = 1e-3;
    stage2.schedule.steps = 30;
    heldOutAfterTraining(stage2, world / "distilled");
    RunSpec stage3 = withInputs(world.spec(RunKind::Stage3), {}, (world / "distilled").string());
    stage3.optimizer.learning_rate = 1e-3;
    heldOutAfterTraining(stage3, world / "finetuned");
    const ModelConfig config = readModelConfig(world / "finetuned/config.json");
    EXPECT_EQ(config.mixer_types, (std::vector<std::string>{"lightning-attn", "attn"}));
}

TEST(Trainer, ResumesWithTheSameBits) {
    const TinyWorld world;
    const std::string teacher = teacherIn(world);
    expectBitExactResume(world.spec(RunKind::Pretrain), world, 4);
    RunSpec stage1 = withInputs(world.spec(RunKind::Stage1), teacher, {});
    expectBitExactResume(stage1, world, 4);
    Trainer aligned = trainerOf(stage1);
    train(aligned, 2);
    RunSpec stage2 = withInputs(world.spec(RunKind::Stage2), teacher, savedWeights(aligned, world / "aligned"));
    stage2.optimizer.mixer_learning_rate = 3e-2;
    stage2.optimizer.weight_decay = 0.1;
    expectBitExactResume(stage2, world, 4);
    stage2.train.dtype = "bfloat16";
    expectBitExactResume(stage2, world, 2);
}

TEST(Trainer, AccumulationEqualsOneLargeBatch) {
    const TinyWorld world;
    RunSpec spec = world.spec(RunKind::Pretrain);
    spec.schedule.warmup_steps = 0;
    Trainer large = trainerOf(spec);
    spec.data.batch_size = 2;
    spec.data.accumulation = 2;
    Trainer split = trainerOf(spec);
    const StepReport a = large.step();
    const StepReport b = split.step();
    EXPECT_NEAR(a.loss, b.loss, 1e-6);
    EXPECT_NEAR(a.gradientNorm, b.gradientNorm, 1e-5);
    EXPECT_EQ(a.tokens, b.tokens);
}

TEST(Trainer, ActivationCheckpointingChangesNothing) {
    const TinyWorld world;
    RunSpec spec = world.spec(RunKind::Pretrain);
    Trainer plain = trainerOf(spec);
    spec.train.activation_checkpointing = true;
    Trainer checkpointed = trainerOf(spec);
    EXPECT_EQ(train(plain, 4), train(checkpointed, 4));
    EXPECT_TRUE(sameBits(weightsOf(plain), weightsOf(checkpointed)));
}

TEST(Trainer, ANonFiniteStepChangesNoWeight) {
    const TinyWorld world;
    for (const bool loss : {true, false}) {
        Training training = buildTraining(world.spec(RunKind::Pretrain), standardMixers());
        training.objective = std::make_unique<Poisoned>(std::move(training.objective), 2, loss);
        Trainer trainer(std::move(training));
        train(trainer, 2);
        const std::vector<at::Tensor> before = weightsOf(trainer);
        const StepReport bad = trainer.step();
        ASSERT_TRUE(bad.nonFinite);
        EXPECT_EQ(bad.nonFinite->what, loss ? "loss" : "gradient");
        EXPECT_EQ(bad.nonFinite->tensor, loss ? "" : trainer.training().objective->trained()[3].name);
        EXPECT_EQ(bad.nonFinite->blocks.size(), 4U);
        EXPECT_EQ(bad.step, 3);
        EXPECT_TRUE(sameBits(weightsOf(trainer), before));
        EXPECT_FALSE(trainer.step().nonFinite);
        EXPECT_FALSE(sameBits(weightsOf(trainer), before));
    }
}

TEST(Trainer, MixersFollowTheirOwnLearningRate) {
    const TinyWorld world;
    const std::string teacher = teacherIn(world);
    Trainer aligned = trainerOf(withInputs(world.spec(RunKind::Stage1), teacher, {}));
    RunSpec spec = withInputs(world.spec(RunKind::Stage2), teacher, savedWeights(aligned, world / "aligned"));
    spec.schedule.warmup_steps = 0;
    spec.optimizer.mixer_learning_rate = 1e-12;
    spec.optimizer.min_learning_rate = 0;
    Trainer trainer = trainerOf(spec);
    const std::vector<at::Tensor> before = weightsOf(trainer);
    trainer.step();
    const std::vector<at::Tensor> after = weightsOf(trainer);
    const NamedTensors names = trainer.training().objective->trained();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double moved = (after[i] - before[i]).abs().max().item<double>();
        const bool ofMixer = names[i].name.starts_with("model.layers.0.self_attn.");
        EXPECT_TRUE(ofMixer ? moved < 1e-7 : moved > 1e-4) << names[i].name << " moved by " << moved;
    }
}

TEST(Trainer, PretrainingGoesOnFromTheModelItIsGiven) {
    const TinyWorld world;
    Trainer first = trainerOf(world.spec(RunKind::Pretrain));
    (void)first.step();
    RunSpec spec = world.spec(RunKind::Pretrain);
    spec.inputs.push_back({"start", savedWeights(first, world / "start"), {}, {}});
    spec.model.config = Json::object();
    spec.train.seed = 77; // says nothing about the weights then
    const Trainer second = trainerOf(spec);
    EXPECT_TRUE(sameBits(weightsOf(second), weightsOf(first)));
}

TEST(Trainer, RefusesDataThatDoesNotFit) {
    const TinyWorld world;
    RunSpec spec = world.spec(RunKind::Pretrain);
    spec.data.context_length = 32;
    EXPECT_THROW((void)buildTraining(spec, standardMixers()), Error);
    spec = world.spec(RunKind::Pretrain);
    spec.model.config["vocab_size"] = 200;
    try {
        (void)buildTraining(spec, standardMixers());
        FAIL() << "a vocabulary that is too small was taken";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("its tokenizer has 257 tokens; the model knows 200"),
                  std::string::npos)
            << error.what();
    }
}

TEST(Trainer, RefusesADamagedCheckpointTensor) {
    const TinyWorld world;
    Trainer trainer = trainerOf(world.spec(RunKind::Pretrain));
    std::filesystem::create_directories(world / "saved");
    trainer.save(world / "saved");
    std::filesystem::resize_file(world / "saved/optimizer.safetensors", 1000);
    EXPECT_THROW((void)trainer.restore(world / "saved"), Error);
}

} // namespace halyard
