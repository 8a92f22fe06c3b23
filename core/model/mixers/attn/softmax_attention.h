// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/mixer.h"

namespace halyard {

// Softmax attention of Qwen3 and HypeNet ("attn", halo.md section 3): grouped keys and values, per-head q/k norm,
// optional RoPE, optional scaling of the queries (evaluation), optional output gate.
//   y = o_proj( softmax(s q k^T / sqrt(D)) v  [* sigmoid(o_gate x)] )
// Shapes: x (B,T,d); q (B,T,H,D); k, v (B,T,G,D); H a multiple of G. Cache: k, v (B,G,capacity,D) in the model's type.
class SoftmaxAttention final : public Mixer {
public:
    SoftmaxAttention(const ModelConfig& config, at::ScalarType type, at::Generator generator);

    [[nodiscard]] std::string_view kind() const override { return "attn"; }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x_BTd, const SequenceContext& context,
                                     MixerCache* cache) override;
    [[nodiscard]] std::unique_ptr<MixerCache> makeCache() const override;
    [[nodiscard]] NamedTensors parameters() const override;
    void set(const std::string& name, const at::Tensor& tensor) override;
    std::vector<std::string> transferFrom(const SoftmaxAttention& teacher) override;
    void setLogitsScaling(const LogitsScaling& scaling) override { m_scaling = scaling; }

    [[nodiscard]] std::int64_t heads() const { return m_heads; }
    [[nodiscard]] std::int64_t keyValueHeads() const { return m_keyValueHeads; }
    [[nodiscard]] std::int64_t headDim() const { return m_headDim; }

private:
    [[nodiscard]] at::Tensor scaled(const at::Tensor& q_BTHD, const SequenceContext& context) const;

    ParameterSet m_parameters;
    std::int64_t m_heads, m_keyValueHeads, m_headDim;
    double m_epsilon;
    bool m_rope;
    LogitsScaling m_scaling;
};

} // namespace halyard
