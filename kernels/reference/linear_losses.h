// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

namespace halyard::reference {

// What ops/linear_losses.h means, in ATen with all logits at once; fp32, or fp64 when every input is fp64.
// Differentiable by autograd; the teacher is detached.
[[nodiscard]] at::Tensor linearKlDivergence(const at::Tensor& student_ND, const at::Tensor& studentHead_VD,
                                            const at::Tensor& teacher_NE, const at::Tensor& teacherHead_VE,
                                            double divisor);
[[nodiscard]] at::Tensor linearCrossEntropy(const at::Tensor& hidden_ND, const at::Tensor& head_VD,
                                            const at::Tensor& target_N, double divisor);

} // namespace halyard::reference
