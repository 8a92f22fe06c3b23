// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/linear_losses.h"

namespace halyard::reference {

namespace {

at::Tensor wide(const at::Tensor& x) {
    return x.scalar_type() == at::kDouble ? x : x.to(at::kFloat);
}

at::Tensor logProbabilities(const at::Tensor& hidden_ND, const at::Tensor& head_VD) {
    return at::log_softmax(at::mm(wide(hidden_ND), wide(head_VD).t()), -1);
}

} // namespace

at::Tensor linearKlDivergence(const at::Tensor& student_ND, const at::Tensor& studentHead_VD,
                              const at::Tensor& teacher_NE, const at::Tensor& teacherHead_VE, double divisor) {
    const at::Tensor student_NV = logProbabilities(student_ND, studentHead_VD);
    const at::Tensor teacher_NV = logProbabilities(teacher_NE.detach(), teacherHead_VE.detach());
    return (teacher_NV.exp() * (teacher_NV - student_NV)).sum() / divisor;
}

at::Tensor linearCrossEntropy(const at::Tensor& hidden_ND, const at::Tensor& head_VD, const at::Tensor& target_N,
                              double divisor) {
    const at::Tensor log_NV = logProbabilities(hidden_ND, head_VD);
    const at::Tensor wanted_N = log_NV.gather(1, target_N.clamp_min(0).unsqueeze(1)).squeeze(1);
    return -(wanted_N * target_N.ge(0).to(wanted_N.scalar_type())).sum() / divisor;
}

} // namespace halyard::reference
