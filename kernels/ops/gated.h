// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

namespace halyard::ops {

// Elementwise products with an activation, one pass forward and one backward; x and z of equal shape and type, the
// activation in fp32 (fp64 for fp64). Only x and z are kept for the backward pass.
[[nodiscard]] at::Tensor siluGate(const at::Tensor& x, const at::Tensor& z);    // silu(x) * z: the middle of SwiGLU
[[nodiscard]] at::Tensor sigmoidGate(const at::Tensor& x, const at::Tensor& z); // x * sigmoid(z): output gates

} // namespace halyard::ops
