// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, H heads, G key/value heads, K head size, d hidden, W = H K.
#include "core/model/mixers/lightning_attn/lightning_attention.h"

#include "core/base/error.h"
#include "core/model/mixers/attn/softmax_attention.h"
#include "core/model/short_convolution.h"
#include "kernels/ops/gated.h"
#include "kernels/ops/lightning_attention.h"
#include "kernels/ops/norm.h"

#include <cmath>

namespace halyard {

namespace {

struct Remembered {
    at::Tensor state;
    at::Tensor queryTail, keyTail, valueTail;
};

class LightningCache final : public MixerCache, public Remembered {
public:
    [[nodiscard]] NamedTensors tensors() const override {
        NamedTensors out;
        for (const auto& [name, tensor] : {std::pair<const char*, at::Tensor>{"state", state},
                                           {"q_conv", queryTail},
                                           {"k_conv", keyTail},
                                           {"v_conv", valueTail}}) {
            if (tensor.defined()) {
                out.push_back({name, tensor});
            }
        }
        return out;
    }

    // Each call puts new tensors into their places, so those of the moment stay what they are.
    [[nodiscard]] std::function<void()> mark() override {
        return [this, before = Remembered(*this)] { static_cast<Remembered&>(*this) = before; };
    }
};

at::Tensor repeatHeads(const at::Tensor& x_BTGK, std::int64_t heads) {
    const std::int64_t times = heads / x_BTGK.size(2);
    return times == 1 ? x_BTGK : x_BTGK.repeat_interleave(times, 2);
}

// A teacher's row block repeated head by head: (G·K, d) -> (G·n·K, d). Also serves a bias (G·K).
at::Tensor repeatRows(const at::Tensor& weight, std::int64_t headDim, std::int64_t rows) {
    const std::int64_t times = rows / weight.size(0);
    return weight.unflatten(0, {-1, headDim}).repeat_interleave(times, 0).flatten(0, 1);
}

} // namespace

LightningAttention::LightningAttention(const ModelConfig& config, at::ScalarType type, at::Generator generator)
    : m_config(lightningConfig(config, "config.json")), m_epsilon(config.rms_norm_eps),
      m_slopes_H(at::tensor(lightningSlopes(m_config.heads), at::kDouble)) {
    const std::int64_t wide = m_config.heads * m_config.head_dim;
    const std::int64_t narrow = m_config.kv_heads * m_config.head_dim;
    const std::int64_t hidden = config.hidden_size;
    const auto biased = [&](const char* name, std::int64_t out) {
        if (config.attention_bias) {
            m_parameters.addNormal(name + std::string(".bias"), {out}, 0, type, generator);
        }
    };
    const auto addProjection = [&](const char* name, std::int64_t out, std::int64_t in) {
        m_parameters.addNormal(name + std::string(".weight"), {out, in}, config.initializer_range, type, generator);
        biased(name, out);
    };
    addProjection("q_proj", wide, hidden);
    addProjection("k_proj", narrow, hidden);
    addProjection("v_proj", narrow, hidden);
    addProjection("o_proj", hidden, wide);
    if (m_config.use_qk_norm) {
        m_parameters.addOnes("q_norm.weight", {m_config.head_dim}, type, generator);
        m_parameters.addOnes("k_norm.weight", {m_config.head_dim}, type, generator);
    }
    if (m_config.use_output_norm) {
        m_parameters.addOnes("o_norm.weight", {wide}, type, generator);
    }
    if (m_config.use_output_gate) {
        // The default of a linear layer in PyTorch: uniform within 1/sqrt(inputs).
        m_parameters.addUniform("z_proj.weight", {wide, hidden}, 1 / std::sqrt(static_cast<double>(hidden)), type,
                                generator);
        biased("z_proj", wide);
    }
    if (m_config.use_short_conv) {
        const double bound = 1 / std::sqrt(static_cast<double>(m_config.conv_size));
        for (const auto& [name, channels] :
             {std::pair{"q_conv1d.weight", wide}, {"k_conv1d.weight", narrow}, {"v_conv1d.weight", narrow}}) {
            m_parameters.addUniform(name, {channels, 1, m_config.conv_size}, bound, type, generator);
        }
    }
}

at::Tensor LightningAttention::projected(const char* name, std::int64_t heads, const at::Tensor& x_BTd,
                                         const SequenceContext& context, at::Tensor* tail) const {
    const std::string base = name;
    at::Tensor y_BTW = project(x_BTd, m_parameters.get(base + "_proj.weight"), m_parameters.get(base + "_proj.bias"));
    if (m_config.use_short_conv) {
        y_BTW =
            at::silu(shortConvolution(y_BTW, m_parameters.get(base + "_conv1d.weight"), context.firstToken_B, tail));
    }
    return y_BTW.unflatten(-1, {heads, m_config.head_dim});
}

at::Tensor LightningAttention::forward(const at::Tensor& x_BTd, const SequenceContext& context, MixerCache* cache) {
    auto* memory = static_cast<LightningCache*>(cache);
    const auto tail = [&](at::Tensor Remembered::*which) {
        return memory != nullptr ? &(memory->*which) : nullptr;
    };
    const at::Tensor cos = m_config.use_rope ? context.cos_BTD : at::Tensor();
    const at::Tensor sin = m_config.use_rope ? context.sin_BTD : at::Tensor();
    const at::Tensor q_BTHK =
        ops::normRotate(projected("q", m_config.heads, x_BTd, context, tail(&Remembered::queryTail)),
                        m_parameters.get("q_norm.weight"), m_epsilon, cos, sin);
    const at::Tensor k_BTGK =
        ops::normRotate(projected("k", m_config.kv_heads, x_BTd, context, tail(&Remembered::keyTail)),
                        m_parameters.get("k_norm.weight"), m_epsilon, cos, sin);
    const at::Tensor v_BTGK = projected("v", m_config.kv_heads, x_BTd, context, tail(&Remembered::valueTail));
    const std::optional<at::Tensor> before =
        memory != nullptr && memory->state.defined() ? std::optional(memory->state) : std::nullopt;
    const std::optional<at::Tensor> firstToken =
        context.firstToken_B.defined() ? std::optional(context.firstToken_B) : std::nullopt;
    const auto [o_BTHK, state_BHKK] =
        ops::lightningAttention(q_BTHK, repeatHeads(k_BTGK, m_config.heads), repeatHeads(v_BTGK, m_config.heads),
                                m_slopes_H, m_config.scale, before, firstToken);
    if (memory != nullptr) {
        memory->state = state_BHKK.detach();
    }
    at::Tensor o_BTW = o_BTHK.flatten(2);
    if (m_config.use_output_norm) {
        o_BTW = ops::rmsNorm(o_BTW, m_parameters.get("o_norm.weight"), m_epsilon);
    }
    if (m_config.use_output_gate) {
        o_BTW =
            ops::sigmoidGate(o_BTW, project(x_BTd, m_parameters.get("z_proj.weight"), m_parameters.get("z_proj.bias")));
    }
    return project(o_BTW, m_parameters.get("o_proj.weight"), m_parameters.get("o_proj.bias"));
}

std::unique_ptr<MixerCache> LightningAttention::makeCache() const {
    return std::make_unique<LightningCache>();
}

NamedTensors LightningAttention::parameters() const {
    return m_parameters.all();
}

void LightningAttention::set(const std::string& name, const at::Tensor& tensor) {
    m_parameters.set(name, tensor);
}

std::vector<std::string> LightningAttention::transferFrom(const SoftmaxAttention& teacher) {
    std::vector<std::string> copied;
    for (const NamedTensor& source : teacher.parameters()) {
        const at::Tensor& own = m_parameters.get(source.name);
        if (!own.defined()) {
            continue; // o_gate of a hybrid teacher, norms this mixer does without
        }
        const bool expands = source.name.starts_with("k_proj.") || source.name.starts_with("v_proj.");
        at::Tensor copy = source.tensor.clone();
        if (expands && own.size(0) != copy.size(0) && own.size(0) % copy.size(0) == 0) {
            copy = repeatRows(copy, teacher.headDim(), own.size(0));
        }
        m_parameters.set(source.name, copy);
        copied.push_back(source.name);
    }
    return copied;
}

} // namespace halyard
