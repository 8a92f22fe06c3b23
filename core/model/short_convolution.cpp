// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/short_convolution.h"

namespace halyard {

at::Tensor shortConvolution(const at::Tensor& x_BTC, const at::Tensor& weight_C1W, const at::Tensor& firstToken_B,
                            at::Tensor* tail) {
    const std::int64_t before = weight_C1W.size(2) - 1;
    at::Tensor input_BTC = x_BTC;
    if (firstToken_B.defined()) {
        const at::Tensor padding_BT = at::arange(x_BTC.size(1), at::kLong) < firstToken_B.unsqueeze(1);
        input_BTC = input_BTC.masked_fill(padding_BT.unsqueeze(-1), 0);
    }
    const bool continues = tail != nullptr && tail->defined();
    const at::Tensor past_BWC = continues ? *tail : at::zeros({x_BTC.size(0), before, x_BTC.size(2)}, x_BTC.options());
    const at::Tensor whole_BSC = at::cat({past_BWC, input_BTC}, 1);
    if (tail != nullptr) {
        *tail = whole_BSC.slice(1, whole_BSC.size(1) - before).clone();
    }
    return at::conv1d(whole_BSC.transpose(1, 2), weight_C1W, {}, 1, at::IntArrayRef{0}, 1, x_BTC.size(2))
        .transpose(1, 2);
}

} // namespace halyard
