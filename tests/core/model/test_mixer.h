// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/mixer.h"

namespace halyard::testing {

inline constexpr const char* kTestMixer = "halyard_test_mixer";

// The program's mixers and one that core does not know.
[[nodiscard]] MixerRegistry mixersWithTestMixer();

// Linear attention with a decay that depends on the data, as a mixer from outside would be written:
//   q, k = projections of x; v = silu(causal convolution of its projection); a_t = sigmoid(a_proj x_t), one a head
//   S_t = a_t S_{t-1} + k_t v_t^T;  o_t = q_t S_t / K;  y = o_proj(o)
// Shapes: x (B,T,d); q, k, v (B,T,H,K); H and K of the softmax layers. Own key of config.json: "test_mixer_conv_size"
// (default 4). Cache: state (B,H,K,K) and the last width - 1 inputs of the convolution.
class TestMixer final : public Mixer {
public:
    TestMixer(const ModelConfig& config, at::ScalarType type, at::Generator generator);

    [[nodiscard]] std::string_view kind() const override { return kTestMixer; }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x_BTd, const SequenceContext& context,
                                     MixerCache* cache) override;
    [[nodiscard]] std::unique_ptr<MixerCache> makeCache() const override;
    [[nodiscard]] NamedTensors parameters() const override { return m_parameters.all(); }
    void set(const std::string& name, const at::Tensor& tensor) override { m_parameters.set(name, tensor); }
    std::vector<std::string> transferFrom(const SoftmaxAttention& teacher) override;

private:
    ParameterSet m_parameters;
    std::int64_t m_heads, m_headDim;
};

} // namespace halyard::testing
