// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

namespace halyard::ops {

// RMSNorm over the last dimension (Qwen3): y = w * cast(x / sqrt(mean(x^2) + eps)); statistics in fp32 (fp64 for fp64),
// the cast back to x's type happens before the weight is multiplied, as in Hugging Face.
[[nodiscard]] at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight_D, double epsilon);

// Per-head RMSNorm followed by rotary embedding (rotate-half), x (B,T,H,D); weight may be undefined (no norm),
// cos and sin (B or 1, T, D) may be undefined (no rotation). One pass forward and one backward.
[[nodiscard]] at::Tensor normRotate(const at::Tensor& x_BTHD, const at::Tensor& weight_D, double epsilon,
                                    const at::Tensor& cos_BTD, const at::Tensor& sin_BTD);

} // namespace halyard::ops
