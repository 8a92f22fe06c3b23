// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/layer_screen.h"

#include "core/eval/held_out_loss.h"
#include "core/run/student_config.h"
#include "kernels/ops/norm.h"
#include "tests/core/train/tiny_world.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

using testing::TinyWorld;

// The means of a screen from whole logits in fp64, for one model: each layer with the mixer that is told.
struct Reference {
    double kl = 0, loss = 0, mse = 0;
};

at::Tensor finalOf(const Decoder& teacher, const Stage1Student& student, const at::Tensor& ids_BT, const std::vector<bool>& linear) {
    const SequenceContext context = teacher.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr);
    at::Tensor h_BTD = teacher.embed(ids_BT);
    for (std::size_t i = 0; i < linear.size(); ++i) {
        const DecoderLayer& layer = teacher.layers()[i];
        Mixer& mixer = linear[i] ? *student.mixers[i] : *layer.mixer;
        h_BTD = layer.finish(h_BTD, mixer.forward(layer.mixerInput(h_BTD), context, nullptr));
    }
    return ops::rmsNorm(h_BTD, teacher.finalNorm_D(), teacher.config().rms_norm_eps);
}

Reference referenceOf(const Decoder& teacher, const at::Tensor& final_BTD, const at::Tensor& teacherFinal_BTD, const at::Tensor& ids_BT) {
    const at::Tensor head_VD = teacher.head_VD().to(at::kDouble);
    const at::Tensor log_BTV = at::log_softmax(at::matmul(final_BTD.to(at::kDouble), head_VD.t()), -1);
    const at::Tensor logTeacher_BTV = at::log_softmax(at::matmul(teacherFinal_BTD.to(at::kDouble), head_VD.t()), -1);
    Reference out;
    out.kl = (logTeacher_BTV.exp() * (logTeacher_BTV - log_BTV)).sum(-1).mean().item<double>();
    out.loss = -log_BTV.slice(1, 0, -1).gather(2, ids_BT.slice(1, 1).unsqueeze(-1)).mean().item<double>();
    out.mse = (final_BTD.to(at::kDouble) - teacherFinal_BTD.to(at::kDouble)).square().mean().item<double>();
    return out;
}

void expectNear(const LayerEffect& effect, const Reference& reference) {
    EXPECT_NEAR(effect.kl, reference.kl, 1e-5 + 1e-4 * reference.kl);
    EXPECT_NEAR(effect.loss, reference.loss, 1e-4);
    EXPECT_NEAR(effect.mse, reference.mse, 1e-5 + 1e-4 * reference.mse);
}

class LayerScreens : public ::testing::Test {
protected:
    LayerScreens() : m_text(m_world.spec(RunKind::Pretrain).inputs.at(0).path) {
        Json document = m_world.spec(RunKind::Pretrain).model.config;
        document["num_hidden_layers"] = 4;
        document["initializer_range"] = 0.3; // so that layers do something
        m_teacher = std::make_unique<Decoder>(modelConfigFromJson(document, "test"), standardMixers(), at::kFloat, 5);
        const RunSpec stage1 = m_world.spec(RunKind::Stage1);
        m_student = std::make_unique<Stage1Student>(makeStage1Student(*m_teacher, studentConfig(m_teacher->config(), stage1.model, {}),
                                                                      standardMixers(), at::kFloat, 7));
    }
    TinyWorld m_world;
    TokenShards m_text;
    std::unique_ptr<Decoder> m_teacher;
    std::unique_ptr<Stage1Student> m_student;
};

TEST_F(LayerScreens, EqualWholeModelsOneByOne) {
    const at::NoGradGuard noGrad;
    const LayerScreen screen = screenLayers(*m_teacher, *m_student, m_text, {.blocks = 6, .batchSize = 4, .progress = {}});
    const at::Tensor ids_BT = blocksAsIds(m_text, {0, 1, 2, 3, 4, 5});
    ASSERT_EQ(screen.positions, ids_BT.numel());
    const at::Tensor teacher_BTD = finalOf(*m_teacher, *m_student, ids_BT, {false, false, false, false});
    EXPECT_NEAR(screen.teacherLoss, referenceOf(*m_teacher, teacher_BTD, teacher_BTD, ids_BT).loss, 1e-4);
    expectNear(screen.allLinear,
               referenceOf(*m_teacher, finalOf(*m_teacher, *m_student, ids_BT, {true, true, true, true}), teacher_BTD, ids_BT));
    ASSERT_EQ(screen.replaced.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        std::vector<bool> replaced(4, false);
        replaced[i] = true;
        expectNear(screen.replaced[i], referenceOf(*m_teacher, finalOf(*m_teacher, *m_student, ids_BT, replaced), teacher_BTD, ids_BT));
        EXPECT_GT(screen.replaced[i].kl, 1e-4);
        replaced.flip();
        expectNear(screen.restored[i], referenceOf(*m_teacher, finalOf(*m_teacher, *m_student, ids_BT, replaced), teacher_BTD, ids_BT));
    }
}

TEST_F(LayerScreens, TellHowFarTheyAre) {
    std::vector<std::int64_t> done;
    (void)screenLayers(*m_teacher, *m_student, m_text, {.blocks = 5, .batchSize = 2, .progress = [&](std::int64_t now, std::int64_t of) {
                           EXPECT_EQ(of, 5);
                           done.push_back(now);
                       }});
    EXPECT_EQ(done, (std::vector<std::int64_t>{2, 4, 5}));
}

} // namespace
} // namespace halyard
