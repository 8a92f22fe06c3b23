// SPDX-License-Identifier: GPL-3.0-or-later
// A mixer that core does not know is aligned, distilled and resumed as the program's own are.
#include "tests/core/model/test_mixer.h"
#include "tests/core/train/tiny_world.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

using testing::kTestMixer;
using testing::mixersWithTestMixer;
using testing::TinyWorld;

Trainer trainerOf(const RunSpec& spec) {
    at::set_num_threads(1);
    return Trainer(buildTraining(spec, mixersWithTestMixer()));
}

std::vector<double> train(Trainer& trainer, std::int64_t until) {
    std::vector<double> losses;
    while (trainer.finishedSteps() < until) {
        losses.push_back(trainer.step().loss);
    }
    return losses;
}

// Trains to the end, lowering the held-out loss, and once more with an interruption, to the same bits. Returns the
// folder of the weights.
std::string trainedTwice(const RunSpec& spec, const TinyWorld& world, const std::string& name) {
    SCOPED_TRACE(name);
    Trainer straight = trainerOf(spec);
    const double before = straight.heldOutLoss();
    const std::vector<double> expected = train(straight, straight.totalSteps());
    EXPECT_LT(straight.heldOutLoss(), before);

    const std::filesystem::path checkpoint = world / (name + "-checkpoint");
    std::filesystem::create_directories(checkpoint);
    Trainer first = trainerOf(spec);
    std::vector<double> losses = train(first, 5);
    first.save(checkpoint);
    Trainer second = trainerOf(spec);
    EXPECT_EQ(second.restore(checkpoint), "");
    const std::vector<double> rest = train(second, second.totalSteps());
    losses.insert(losses.end(), rest.begin(), rest.end());
    EXPECT_EQ(losses, expected);
    EXPECT_TRUE(testing::sameBits(testing::weightsOf(second), testing::weightsOf(straight)));
    EXPECT_FALSE(testing::sameBits(testing::weightsOf(first), testing::weightsOf(straight)));
    return testing::savedWeights(straight, world / name);
}

TEST(MixerFromOutside, TrainsAndResumesWithTheSameBits) {
    const TinyWorld world;
    const std::string teacher = trainedTwice(world.spec(RunKind::Pretrain), world, "teacher");
    RunSpec stage1 = world.spec(RunKind::Stage1);
    stage1.model.mixer = kTestMixer;
    stage1.inputs.push_back({"teacher", teacher, {}, {}});
    const std::string aligned = trainedTwice(stage1, world, "aligned");
    RunSpec stage2 = world.spec(RunKind::Stage2);
    stage2.model.mixer = kTestMixer;
    stage2.optimizer.learning_rate = 1e-3;
    stage2.train.activation_checkpointing = true;
    stage2.inputs.push_back({"teacher", teacher, {}, {}});
    stage2.inputs.push_back({"student", aligned, {}, {}});
    const std::string distilled = trainedTwice(stage2, world, "distilled");
    const Decoder student = Decoder::load(openModelFolder(distilled), mixersWithTestMixer(), at::kFloat);
    EXPECT_EQ(student.layers()[0].mixer->kind(), kTestMixer);
    EXPECT_EQ(student.layers()[1].mixer->kind(), "attn");
}

} // namespace
} // namespace halyard
