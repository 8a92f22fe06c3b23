// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/lightning_attention.h"

#include "kernels/ops/cpu_element.h"

#include <vector>

namespace halyard::reference {

ops::LightningAttentionOutput lightningAttention(const at::Tensor& q_BTHK, const at::Tensor& k_BTHK,
                                                 const at::Tensor& v_BTHV, const at::Tensor& slopes_H, double scale,
                                                 const at::Tensor& initialState_BHKV, const at::Tensor& firstToken_B) {
    const at::ScalarType type = ops::accumulationType(v_BTHV.scalar_type());
    const at::Tensor q = q_BTHK.to(type);
    const at::Tensor k = k_BTHK.to(type);
    const at::Tensor v = v_BTHV.to(type);
    const at::Tensor decay = at::exp(-slopes_H.to(at::kDouble)).to(type).view({1, -1, 1, 1});
    at::Tensor state = initialState_BHKV.defined()
                           ? initialState_BHKV.to(type)
                           : at::zeros({q.size(0), q.size(2), q.size(3), v.size(3)}, q.options());
    std::vector<at::Tensor> outputs;
    for (std::int64_t t = 0; t < q.size(1); ++t) {
        at::Tensor next = decay * state + k.select(1, t).unsqueeze(-1) * v.select(1, t).unsqueeze(-2);
        at::Tensor output = scale * at::matmul(q.select(1, t).unsqueeze(-2), next).squeeze(-2);
        if (firstToken_B.defined()) {
            const at::Tensor real = (firstToken_B <= t).view({-1, 1, 1, 1});
            next = at::where(real, next, state);
            output = at::where(real.squeeze(-1), output, at::zeros_like(output));
        }
        state = next;
        outputs.push_back(output);
    }
    const at::Tensor o = outputs.empty() ? at::zeros_like(v) : at::stack(outputs, 1);
    return {o.to(v_BTHV.scalar_type()), state};
}

} // namespace halyard::reference
