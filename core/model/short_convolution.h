// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

namespace halyard {

// Depthwise causal convolution over time: y[t,c] = sum_j w[c,0,j] x[t − (W−1) + j, c], x zero before the first real token.
// x (B,T,C), weight (C,1,W). firstToken_B (may be undefined): left padding, whose inputs count as zero.
// tail (may be null): the last W − 1 inputs of the previous call, (B,W−1,C) or undefined at the start; replaced by those
// of this call.
[[nodiscard]] at::Tensor shortConvolution(const at::Tensor& x_BTC, const at::Tensor& weight_C1W,
                                          const at::Tensor& firstToken_B, at::Tensor* tail);

} // namespace halyard
