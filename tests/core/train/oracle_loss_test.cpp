// SPDX-License-Identifier: GPL-3.0-or-later
// The trainer's objectives, and one of its steps, against losses and gradients of the published code.
#include "tests/core/train/oracle.h"
#include "tests/core/train/tiny_world.h"

#include <gtest/gtest.h>

namespace halyard {

namespace {

using testing::openOracle;
using testing::Oracle;
using testing::oracleCases;
using testing::relativeError;

constexpr double kLossTolerance = 1e-6;
constexpr double kGradientTolerance = 1e-4;
constexpr const char* kNoCases = "no reference cases; set HALYARD_ORACLES to their folder";

void expectLoss(double loss, double expected) {
    EXPECT_LE(std::abs(loss - expected), kLossTolerance * std::abs(expected)) << loss << " instead of " << expected;
}

// Every expected gradient is there, and nothing else has one.
void expectGradients(const NamedTensors& trained, const Oracle& oracle, const std::string& prefix) {
    std::size_t compared = 0;
    for (const NamedTensor& parameter : trained) {
        const auto expected = oracle.tensors.find(prefix + parameter.name);
        ASSERT_NE(expected, oracle.tensors.end()) << prefix << parameter.name;
        ASSERT_TRUE(parameter.tensor.grad().defined()) << parameter.name;
        EXPECT_LE(relativeError(parameter.tensor.grad(), expected->second), kGradientTolerance) << parameter.name;
        ++compared;
    }
    for (const auto& [name, tensor] : oracle.tensors) {
        compared -= name.starts_with(prefix) ? 1 : 0;
    }
    EXPECT_EQ(compared, 0U);
}

void expectPerLayer(const std::vector<double>& losses, const Json& expected) {
    ASSERT_EQ(losses.size(), expected.size());
    for (std::size_t i = 0; i < losses.size(); ++i) {
        expectLoss(losses[i], expected[i].get<double>());
    }
}

} // namespace

TEST(OracleLoss, AlignmentMatchesThePublishedCode) {
    const auto cases = oracleCases();
    if (cases.empty()) {
        GTEST_SKIP() << kNoCases;
    }
    for (const auto& folder : cases) {
        Oracle oracle = openOracle(folder);
        if (!testing::isAllLinear(oracle)) {
            continue;
        }
        SCOPED_TRACE(folder.filename());
        const Json& expected = oracle.expected["align"];
        Stage1Student student = testing::takeMixers(oracle);
        const auto l2norm = makeAlignObjective(oracle.teacher, student, "l2norm");
        const ObjectiveResult second = l2norm->evaluate(oracle.ids_BT);
        expectLoss(second.loss, expected["loss_l2norm"].get<double>());
        expectPerLayer(second.perLayer, expected["per_layer_l2norm"]);
        const auto mse = makeAlignObjective(oracle.teacher, student, "mse");
        const ObjectiveResult first = mse->accumulate(oracle.ids_BT, 1);
        expectLoss(first.loss, expected["loss_mse"].get<double>());
        expectPerLayer(first.perLayer, expected["per_layer_mse"]);
        expectGradients(mse->trained(), oracle, "grad_align/");
    }
}

TEST(OracleLoss, DistillationMatchesThePublishedCode) {
    const auto cases = oracleCases();
    if (cases.empty()) {
        GTEST_SKIP() << kNoCases;
    }
    for (const auto& folder : cases) {
        SCOPED_TRACE(folder.filename());
        const Oracle oracle = openOracle(folder);
        const auto objective = makeDistillObjective(oracle.teacher, oracle.student, false);
        expectLoss(objective->accumulate(oracle.ids_BT, 1).loss, oracle.expected["distill"]["loss"].get<double>());
        expectGradients(objective->trained(), oracle, "grad_distill/");
    }
}

TEST(OracleLoss, FinetuningMatchesThePublishedCode) {
    const auto cases = oracleCases();
    if (cases.empty()) {
        GTEST_SKIP() << kNoCases;
    }
    for (const auto& folder : cases) {
        SCOPED_TRACE(folder.filename());
        const Oracle oracle = openOracle(folder);
        const auto objective = makeNextTokenObjective(oracle.student, false);
        expectLoss(objective->accumulate(oracle.ids_BT, 1).loss, oracle.expected["finetune"]["loss"].get<double>());
        expectGradients(objective->trained(), oracle, "grad_finetune/");
        EXPECT_NEAR(objective->evaluate(oracle.ids_BT).loss, oracle.expected["finetune"]["loss"].get<double>(), 1e-4);
    }
}

namespace {

// The trainer on the case's ids as its data (token i is byte i of the tiny tokenizer), distilling.
Trainer distillTrainer(const Oracle& oracle, const testing::TinyWorld& world) {
    std::string text;
    const at::Tensor flat = oracle.ids_BT.flatten();
    for (std::int64_t i = 0; i < flat.numel(); ++i) {
        text += static_cast<char>(flat[i].item<std::int64_t>());
    }
    Training training;
    training.spec = world.spec(RunKind::Stage2);
    training.spec.data = {.context_length = oracle.ids_BT.size(1),
                          .batch_size = oracle.ids_BT.size(0),
                          .accumulation = 1,
                          .shuffle = false};
    training.spec.schedule.kind = "constant";
    training.spec.schedule.warmup_steps = 0;
    // A large epsilon keeps the update smooth in the gradient: with a tiny one it is little more than its sign.
    training.spec.optimizer.epsilon = 1e-2;
    training.spec.optimizer.weight_decay = 0.1;
    training.spec.optimizer.clip_norm = 0.5;
    training.teacher = oracle.teacher;
    training.model = oracle.student;
    training.data = std::make_unique<TokenShards>(world.data("oracle", text, oracle.ids_BT.size(1)));
    training.objective = makeDistillObjective(training.teacher, training.model, false);
    return Trainer(std::move(training));
}

} // namespace

TEST(OracleLoss, OneTrainerStepIsAdamWAppliedToThePublishedGradients) {
    const auto cases = oracleCases();
    if (cases.empty()) {
        GTEST_SKIP() << kNoCases;
    }
    for (const auto& folder : cases) {
        SCOPED_TRACE(folder.filename());
        const Oracle oracle = openOracle(folder);
        const testing::TinyWorld world;
        Trainer trainer = distillTrainer(oracle, world);
        const std::vector<at::Tensor> before = testing::weightsOf(trainer);
        double squares = 0;
        for (const auto& [name, tensor] : oracle.tensors) {
            squares += name.starts_with("grad_distill/") ? tensor.to(at::kDouble).square().sum().item<double>() : 0;
        }
        const StepReport report = trainer.step();
        EXPECT_NEAR(report.gradientNorm, std::sqrt(squares), 1e-4 * std::sqrt(squares));
        const double clip = std::min(1.0, 0.5 / std::sqrt(squares));
        const NamedTensors trained = trainer.training().objective->trained();
        for (std::size_t i = 0; i < trained.size(); ++i) {
            const at::Tensor g = oracle.tensors.at("grad_distill/" + trained[i].name).to(at::kDouble) * clip;
            const double decay = trained[i].tensor.dim() > 1 ? 0.1 : 0;
            // First update: m / (1 - b1) = g and v / (1 - b2) = g^2.
            const at::Tensor change = -1e-2 * (g / (g.abs() + 1e-2) + decay * before[i].to(at::kDouble));
            const at::Tensor moved = trained[i].tensor.detach().to(at::kDouble) - before[i].to(at::kDouble);
            EXPECT_LE((moved - change).abs().max().item<double>(), 1e-4 * change.abs().max().item<double>() + 1e-7)
                << trained[i].name;
        }
    }
}

} // namespace halyard
