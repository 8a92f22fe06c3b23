// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

namespace halyard::ops {

// Losses behind an output projection, without ever holding more than a chunk of rows of logits.
// hidden (N,D) and weight (V,D) in fp32 or bf16; logits and statistics in fp32. The gradient is formed together with
// the loss, chunk by chunk (performance.md 2, "fused linear+KL"), so the backward pass only scales it.

// sum over rows of KL(teacher || student) / divisor, with p = softmax of the teacher's logits (no gradient to the
// teacher):
//   KL = sum_v p_v (log p_v - log softmax(hidden weight^T)_v)        d/dz_student = (p_student - p_teacher) / divisor
[[nodiscard]] at::Tensor linearKlDivergence(const at::Tensor& student_ND, const at::Tensor& studentHead_VD,
                                            const at::Tensor& teacher_NE, const at::Tensor& teacherHead_VE,
                                            double divisor, std::int64_t chunkRows = 0);

// sum over rows with target >= 0 of -log softmax(hidden weight^T)[target] / divisor.
[[nodiscard]] at::Tensor linearCrossEntropy(const at::Tensor& hidden_ND, const at::Tensor& head_VD,
                                            const at::Tensor& target_N, double divisor, std::int64_t chunkRows = 0);

} // namespace halyard::ops
