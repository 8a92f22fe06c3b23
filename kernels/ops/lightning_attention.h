// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

#include <cstdint>
#include <optional>

namespace halyard::ops {

// Lightning attention: linear attention with one constant decay a head (arXiv 2601.22156; simple GLA).
//   S_t = exp(-slope_h) S_{t-1} + k_t^T v_t      o_t = scale * q_t S_t        (row vectors, t = 0 … T-1)
// Shapes: q, k (B,T,H,K), v (B,T,H,V), slopes (H), state (B,H,K,V); fp32 or fp64 inside, o in the dtype of v.
// first_token (B, int64, optional): tokens before it are left padding; they add nothing to the state, do not decay it
// and give o = 0.
// Errors: c10::Error on shapes that do not fit (programmer's error).
struct LightningAttentionOutput {
    at::Tensor o_BTHV;
    at::Tensor state_BHKV; // after the last token, fp32 (fp64 for fp64 inputs)
};

enum class LightningForm {
    Automatic, // recurrence for short T, chunks otherwise
    Reference, // the recurrence above, token by token, in ATen: defines the operation
    Recurrent, // the recurrence, vectorised on the CPU (gradients through the chunked form)
    Chunked,   // performance.md 3.1
};

[[nodiscard]] LightningAttentionOutput lightningAttention(const at::Tensor& q_BTHK, const at::Tensor& k_BTHK,
                                                          const at::Tensor& v_BTHV, const at::Tensor& slopes_H,
                                                          double scale,
                                                          const std::optional<at::Tensor>& initialState_BHKV = {},
                                                          const std::optional<at::Tensor>& firstToken_B = {},
                                                          LightningForm form = LightningForm::Automatic,
                                                          std::int64_t chunk = 0); // tokens a chunk; 0 = 64
// Differentiable in q, k, v and the initial state, through o and the final state; the backward pass is written by hand.

} // namespace halyard::ops
