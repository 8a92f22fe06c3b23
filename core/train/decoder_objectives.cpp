// SPDX-License-Identifier: GPL-3.0-or-later
// The objectives that train a whole decoder: B batch, T tokens, D hidden, N rows.
#include "core/train/objective.h"
#include "kernels/ops/linear_losses.h"

namespace halyard {

namespace {

at::Tensor hiddenStates(const Decoder& decoder, const at::Tensor& ids_BT, bool checkpointed) {
    const SequenceContext context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr);
    return decoder.hidden_BTD(ids_BT, context, nullptr, checkpointed);
}

void requireGradients(const Decoder& decoder, bool wanted) {
    for (const NamedTensor& parameter : decoder.parameters()) {
        parameter.tensor.requires_grad_(wanted);
    }
}

// Runs a loss with or without gradients. weight goes into the loss' divisor, so that the backward pass starts with 1.
template <typename Loss> double computed(const Loss& loss, double weight) {
    if (weight == 0) {
        const at::NoGradGuard noGrad;
        return loss(1.0).template item<double>();
    }
    const at::Tensor value = loss(weight);
    value.backward();
    return value.template item<double>() / weight;
}

class DistillObjective final : public Objective {
public:
    DistillObjective(std::shared_ptr<Decoder> teacher, std::shared_ptr<Decoder> student, bool checkpointed)
        : m_teacher(std::move(teacher)), m_student(std::move(student)), m_checkpointed(checkpointed) {
        requireGradients(*m_teacher, false);
        requireGradients(*m_student, true);
    }

    [[nodiscard]] NamedTensors trained() const override { return m_student->parameters(); }
    ObjectiveResult accumulate(const at::Tensor& ids_BT, double weight) override { return run(ids_BT, weight); }
    ObjectiveResult evaluate(const at::Tensor& ids_BT) override { return run(ids_BT, 0); }

private:
    ObjectiveResult run(const at::Tensor& ids_BT, double weight) {
        at::Tensor teacher_ND;
        {
            const at::NoGradGuard noGrad;
            teacher_ND = hiddenStates(*m_teacher, ids_BT, false).flatten(0, 1);
        }
        const double loss = computed(
            [&](double share) {
                const at::Tensor student_ND = hiddenStates(*m_student, ids_BT, m_checkpointed).flatten(0, 1);
                return ops::linearKlDivergence(student_ND, m_student->head_VD(), teacher_ND, m_teacher->head_VD(),
                                               static_cast<double>(ids_BT.numel()) / share);
            },
            weight);
        return {loss, {}, ids_BT.numel()};
    }

    std::shared_ptr<Decoder> m_teacher;
    std::shared_ptr<Decoder> m_student;
    bool m_checkpointed;
};

// The token after each position, -1 after the last.
at::Tensor nextTokens(const at::Tensor& ids_BT) {
    at::Tensor out = at::full_like(ids_BT, -1);
    out.narrow(1, 0, ids_BT.size(1) - 1).copy_(ids_BT.narrow(1, 1, ids_BT.size(1) - 1));
    return out.flatten();
}

class NextTokenObjective final : public Objective {
public:
    NextTokenObjective(std::shared_ptr<Decoder> model, bool checkpointed)
        : m_model(std::move(model)), m_checkpointed(checkpointed) {
        requireGradients(*m_model, true);
    }

    [[nodiscard]] NamedTensors trained() const override { return m_model->parameters(); }
    ObjectiveResult accumulate(const at::Tensor& ids_BT, double weight) override { return run(ids_BT, weight); }
    ObjectiveResult evaluate(const at::Tensor& ids_BT) override { return run(ids_BT, 0); }

private:
    ObjectiveResult run(const at::Tensor& ids_BT, double weight) {
        TORCH_CHECK(ids_BT.size(1) > 1, "next-token prediction needs two tokens or more");
        const auto predicted = static_cast<double>(ids_BT.size(0) * (ids_BT.size(1) - 1));
        const at::Tensor target_N = nextTokens(ids_BT);
        const double loss = computed(
            [&](double share) {
                const at::Tensor hidden_ND = hiddenStates(*m_model, ids_BT, m_checkpointed).flatten(0, 1);
                return ops::linearCrossEntropy(hidden_ND, m_model->head_VD(), target_N, predicted / share);
            },
            weight);
        return {loss, {}, ids_BT.numel()};
    }

    std::shared_ptr<Decoder> m_model;
    bool m_checkpointed;
};

} // namespace

std::unique_ptr<Objective> makeDistillObjective(std::shared_ptr<Decoder> teacher, std::shared_ptr<Decoder> student,
                                                bool checkpointed) {
    return std::make_unique<DistillObjective>(std::move(teacher), std::move(student), checkpointed);
}

std::unique_ptr<Objective> makeNextTokenObjective(std::shared_ptr<Decoder> model, bool checkpointed) {
    return std::make_unique<NextTokenObjective>(std::move(model), checkpointed);
}

} // namespace halyard
