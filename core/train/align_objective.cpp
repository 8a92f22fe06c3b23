// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, D hidden.
#include "core/base/error.h"
#include "core/train/objective.h"

namespace halyard {

namespace {

class AlignObjective final : public Objective {
public:
    AlignObjective(std::shared_ptr<Decoder> teacher, Stage1Student& student, bool l2norm)
        : m_teacher(std::move(teacher)), m_student(student), m_l2norm(l2norm) {
        TORCH_CHECK(m_student.mixers.size() == m_teacher->layers().size(),
                    "one mixer a layer of the teacher is needed");
        for (const NamedTensor& parameter : m_teacher->parameters()) {
            parameter.tensor.requires_grad_(false);
        }
        for (const NamedTensor& parameter : trained()) {
            parameter.tensor.requires_grad_(true);
        }
    }

    [[nodiscard]] NamedTensors trained() const override {
        NamedTensors out;
        for (std::size_t i = 0; i < m_student.mixers.size(); ++i) {
            for (const NamedTensor& parameter : m_student.mixers[i]->parameters()) {
                out.push_back({"model.layers." + std::to_string(i) + ".self_attn." + parameter.name, parameter.tensor});
            }
        }
        return out;
    }

    ObjectiveResult accumulate(const at::Tensor& ids_BT, double weight) override { return walk(ids_BT, weight, true); }
    ObjectiveResult evaluate(const at::Tensor& ids_BT) override { return walk(ids_BT, 1, false); }

private:
    // One teacher forward pass. A layer's student part ends, its activations freed, before the next layer begins; what
    // follows the last mixer (MLP, final norm, head) is not computed.
    ObjectiveResult walk(const at::Tensor& ids_BT, double weight, bool learn) {
        const at::NoGradGuard noGrad;
        const SequenceContext context = m_teacher->contextFor(ids_BT.size(0), ids_BT.size(1), nullptr);
        ObjectiveResult result;
        result.tokens = ids_BT.numel();
        at::Tensor hidden_BTD = m_teacher->embed(ids_BT);
        const std::vector<DecoderLayer>& layers = m_teacher->layers();
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const at::Tensor input_BTD = layers[i].mixerInput(hidden_BTD);
            const at::Tensor target_BTD = layers[i].mixer->forward(input_BTD, context, nullptr);
            result.perLayer.push_back(fit(*m_student.mixers[i], input_BTD, target_BTD, context, learn ? weight : 0));
            result.loss += result.perLayer.back() / static_cast<double>(layers.size());
            if (i + 1 < layers.size()) {
                hidden_BTD = layers[i].finish(hidden_BTD, target_BTD);
            }
        }
        return result;
    }

    // Loss of one layer; with a weight its gradient is added.
    double fit(Mixer& mixer, const at::Tensor& input_BTD, const at::Tensor& target_BTD, const SequenceContext& context,
               double weight) {
        at::Tensor output_BTD;
        {
            const at::AutoGradMode record(weight != 0);
            output_BTD = mixer.forward(input_BTD, context, nullptr);
        }
        const at::Tensor difference_BTD = output_BTD.detach().to(at::kFloat) - target_BTD.to(at::kFloat);
        const auto [loss, gradient_BTD] =
            m_l2norm ? l2norm(difference_BTD, weight) : meanSquare(difference_BTD, weight);
        if (weight != 0) {
            torch::autograd::backward({output_BTD}, {gradient_BTD.to(output_BTD.scalar_type())});
        }
        return loss;
    }

    struct LossAndGradient {
        double loss;
        at::Tensor gradient;
    };

    [[nodiscard]] double layerCount() const { return static_cast<double>(m_student.mixers.size()); }

    // mean of d^2; gradient 2 d / count. The difference is spent.
    [[nodiscard]] LossAndGradient meanSquare(at::Tensor difference, double weight) const {
        const auto count = static_cast<double>(difference.numel());
        const at::Tensor flat = difference.view(-1);
        const double loss = at::dot(flat, flat).item<double>() / count;
        return {loss, difference.mul_(2 * weight / (count * layerCount()))};
    }

    // mean over tokens of |d|_2 D^-1/2; gradient d / |d| D^-1/2 / tokens, zero where d is zero.
    [[nodiscard]] LossAndGradient l2norm(at::Tensor difference, double weight) const {
        const double scale = 1 / std::sqrt(static_cast<double>(difference.size(-1)));
        const at::Tensor norm_BT1 = difference.norm(2, {-1}, true);
        const double tokens = static_cast<double>(norm_BT1.numel());
        const double loss = norm_BT1.sum(at::kDouble).item<double>() * scale / tokens;
        const at::Tensor inverse_BT1 = norm_BT1.reciprocal().masked_fill_(norm_BT1 == 0, 0);
        return {loss, difference.mul_(inverse_BT1).mul_(scale * weight / (tokens * layerCount()))};
    }

    std::shared_ptr<Decoder> m_teacher;
    Stage1Student& m_student;
    bool m_l2norm;
};

} // namespace

std::unique_ptr<Objective> makeAlignObjective(std::shared_ptr<Decoder> teacher, Stage1Student& student,
                                              const std::string& loss) {
    if (loss != "mse" && loss != "l2norm") {
        throw invalidInput(HALYARD_TEXT("\"{loss}\" is not a loss of stage 1; it must be mse or l2norm."),
                           {{"loss", printable(loss)}});
    }
    return std::make_unique<AlignObjective>(std::move(teacher), student, loss == "l2norm");
}

} // namespace halyard
