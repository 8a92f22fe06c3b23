// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/ops/lightning_attention.h"

namespace halyard::reference {

// The recurrence of kernels/ops/lightning_attention.h, token by token, in plain ATen with its autograd: the definition
// that every other form is compared with. Computes in fp32 (fp64 for fp64 inputs).
[[nodiscard]] ops::LightningAttentionOutput lightningAttention(const at::Tensor& q_BTHK, const at::Tensor& k_BTHK,
                                                               const at::Tensor& v_BTHV, const at::Tensor& slopes_H,
                                                               double scale, const at::Tensor& initialState_BHKV,
                                                               const at::Tensor& firstToken_B);

} // namespace halyard::reference
