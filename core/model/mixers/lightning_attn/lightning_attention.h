// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/lightning_config.h"
#include "core/model/mixer.h"

namespace halyard {

// Lightning attention as a mixer ("lightning-attn", halo.md section 2):
//   q, k, v = projections of x [-> depthwise causal convolution -> SiLU] [-> per-head norm of q, k] [-> RoPE of q, k]
//   o = the recurrence of kernels/ops/lightning_attention.h, fp32   [-> RMSNorm over all heads] [-> * sigmoid(z_proj x)]
//   y = o_proj(o)
// Shapes: x (B,T,d); q (B,T,H,K); k, v (B,T,G,K), repeated to H heads where G < H.
// Cache: state (B,H,K,K) fp32 and, with a convolution, the last width − 1 inputs of each.
class LightningAttention final : public Mixer {
public:
    LightningAttention(const ModelConfig& config, at::ScalarType type, at::Generator generator);

    [[nodiscard]] std::string_view kind() const override { return "lightning-attn"; }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x_BTd, const SequenceContext& context,
                                     MixerCache* cache) override;
    [[nodiscard]] std::unique_ptr<MixerCache> makeCache() const override;
    [[nodiscard]] NamedTensors parameters() const override;
    void set(const std::string& name, const at::Tensor& tensor) override;
    std::vector<std::string> transferFrom(const SoftmaxAttention& teacher) override;

private:
    [[nodiscard]] at::Tensor projected(const char* name, std::int64_t heads, const at::Tensor& x_BTd,
                                       const SequenceContext& context, at::Tensor* tail) const;

    ParameterSet m_parameters;
    LightningConfig m_config;
    double m_epsilon;
    at::Tensor m_slopes_H;
};

} // namespace halyard
