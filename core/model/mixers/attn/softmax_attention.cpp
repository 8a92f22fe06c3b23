// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T new tokens, S tokens in all, H heads, G key/value heads, D head size, d hidden.
#include "core/model/mixers/attn/softmax_attention.h"

#include "core/model/mixers/attn/key_value_cache.h"
#include "kernels/ops/gated.h"
#include "kernels/ops/norm.h"

#include <cmath>

namespace halyard {

namespace {

constexpr double kGateDeviation = 0.02;

// (B,G,S,D) -> (B,H,S,D): head g feeds heads g·n … g·n+n−1.
at::Tensor repeatHeads(const at::Tensor& x_BGSD, std::int64_t times) {
    if (times == 1) {
        return x_BGSD;
    }
    return x_BGSD.unsqueeze(2).expand({-1, -1, times, -1, -1}).flatten(1, 2);
}

// True where a query may look: not at later tokens, not at left padding. A padding row sees itself, so that its softmax
// is finite; what it computes is never read.
at::Tensor visible(const at::Tensor& firstToken_B, std::int64_t past, std::int64_t length) {
    const at::Tensor column_S = at::arange(past + length, at::kLong);
    const at::Tensor row_T1 = at::arange(past, past + length, at::kLong).unsqueeze(1);
    const at::Tensor causal_TS = column_S <= row_T1;
    if (!firstToken_B.defined()) {
        return causal_TS;
    }
    const at::Tensor real_B11S = (column_S >= (firstToken_B + past).view({-1, 1})).view({-1, 1, 1, past + length});
    return causal_TS.logical_and(real_B11S).logical_or(column_S == row_T1);
}

// One query a sequence against all keys: heads that share keys are read together.
at::Tensor decodeStep(const at::Tensor& q_BHTD, const at::Tensor& k_BGSD, const at::Tensor& v_BGSD,
                      const at::Tensor& mask) {
    const std::int64_t groups = k_BGSD.size(1);
    const double scale = 1 / std::sqrt(static_cast<double>(q_BHTD.size(3)));
    const at::Tensor q_BGND = q_BHTD.squeeze(2).unflatten(1, {groups, -1});
    at::Tensor scores_BGNS = at::matmul(q_BGND, k_BGSD.transpose(2, 3)).mul_(scale);
    if (mask.defined()) {
        scores_BGNS = scores_BGNS.masked_fill(mask.logical_not(), -INFINITY);
    }
    const at::Tensor weights_BGNS = scores_BGNS.softmax(-1, at::kFloat).to(v_BGSD.scalar_type());
    return at::matmul(weights_BGNS, v_BGSD).flatten(1, 2).unsqueeze(2);
}

// A chunk after many tokens: what came before is seen by every query, so it needs no mask, and heads that share keys are
// read together; inside the chunk attention is causal. Each part is a softmax of its own; with l the logarithm of the sum
// of its exponentials, o = (e^l1 o1 + e^l2 o2) / (e^l1 + e^l2).
at::Tensor chunkStep(const at::Tensor& q_BHTD, const at::Tensor& k_BGSD, const at::Tensor& v_BGSD, std::int64_t past) {
    const std::int64_t groups = k_BGSD.size(1);
    const std::int64_t length = q_BHTD.size(2);
    const std::int64_t times = q_BHTD.size(1) / groups;
    const at::Tensor q_BGND = q_BHTD.unflatten(1, {groups, times}).flatten(2, 3);
    const auto [before_BGND, beforeSum_BGN] = at::_scaled_dot_product_flash_attention_for_cpu(
        q_BGND, k_BGSD.narrow(2, 0, past), v_BGSD.narrow(2, 0, past));
    const auto [inside_BHTD, insideSum_BHT] = at::_scaled_dot_product_flash_attention_for_cpu(
        q_BHTD, repeatHeads(k_BGSD.narrow(2, past, length), times), repeatHeads(v_BGSD.narrow(2, past, length), times), 0.0, true);
    const at::Tensor before_BHTD = before_BGND.unflatten(2, {times, length}).flatten(1, 2);
    const at::Tensor beforeSum_BHT = beforeSum_BGN.unflatten(2, {times, length}).flatten(1, 2);
    const at::Tensor share_BHT1 = (beforeSum_BHT - insideSum_BHT).sigmoid().unsqueeze(-1);
    return at::lerp(inside_BHTD.to(share_BHT1.scalar_type()), before_BHTD.to(share_BHT1.scalar_type()), share_BHT1)
        .to(q_BHTD.scalar_type());
}

at::Tensor attend(const at::Tensor& q_BHTD, const at::Tensor& k_BGSD, const at::Tensor& v_BGSD,
                  const SequenceContext& context) {
    const std::int64_t length = q_BHTD.size(2);
    const bool fromStart = k_BGSD.size(2) == length;
    const bool padded = context.firstToken_B.defined();
    if (length == 1 && !at::GradMode::is_enabled()) {
        return decodeStep(q_BHTD, k_BGSD, v_BGSD,
                          padded ? visible(context.firstToken_B, context.past, 1) : at::Tensor());
    }
    if (!fromStart && !padded && !at::GradMode::is_enabled()) {
        return chunkStep(q_BHTD, k_BGSD, v_BGSD, context.past);
    }
    const std::int64_t times = q_BHTD.size(1) / k_BGSD.size(1);
    const at::Tensor k_BHSD = repeatHeads(k_BGSD, times);
    const at::Tensor v_BHSD = repeatHeads(v_BGSD, times);
    if (fromStart && !padded) {
        return at::scaled_dot_product_attention(q_BHTD, k_BHSD, v_BHSD, {}, 0.0, true);
    }
    const at::Tensor mask = visible(context.firstToken_B, context.past, length);
    return at::scaled_dot_product_attention(q_BHTD, k_BHSD, v_BHSD, mask);
}

} // namespace

SoftmaxAttention::SoftmaxAttention(const ModelConfig& config, at::ScalarType type, at::Generator generator)
    : m_heads(config.num_attention_heads), m_keyValueHeads(config.num_key_value_heads), m_headDim(config.head_dim),
      m_epsilon(config.rms_norm_eps), m_rope(config.attn_use_rope), m_scaling(config.attn_logits_scaling) {
    const std::int64_t wide = m_heads * m_headDim;
    const std::int64_t narrow = m_keyValueHeads * m_headDim;
    const std::int64_t hidden = config.hidden_size;
    const double deviation = config.initializer_range;
    const auto addProjection = [&](const char* name, std::int64_t out, std::int64_t in) {
        m_parameters.addNormal(name + std::string(".weight"), {out, in}, deviation, type, generator);
        if (config.attention_bias) {
            m_parameters.addNormal(name + std::string(".bias"), {out}, 0, type, generator);
        }
    };
    addProjection("q_proj", wide, hidden);
    addProjection("k_proj", narrow, hidden);
    addProjection("v_proj", narrow, hidden);
    addProjection("o_proj", hidden, wide);
    m_parameters.addOnes("q_norm.weight", {m_headDim}, type, generator);
    m_parameters.addOnes("k_norm.weight", {m_headDim}, type, generator);
    if (config.family == ModelFamily::HypeNet && config.attn_use_output_gate) {
        m_parameters.addNormal("o_gate.weight", {wide, hidden}, kGateDeviation, type, generator);
    }
}

at::Tensor SoftmaxAttention::scaled(const at::Tensor& q_BTHD, const SequenceContext& context) const {
    if (!context.scaleLogits || m_scaling.kind == LogitsScaling::Kind::None) {
        return q_BTHD;
    }
    if (m_scaling.kind == LogitsScaling::Kind::Constant) {
        return q_BTHD * m_scaling.value;
    }
    // ln(t + A) / ln(trunc A), in fp32; t counts real tokens from 0.
    const at::Tensor t_BT = context.positions_BT.clamp_min(0).to(at::kFloat);
    const at::Tensor factor_BT = (t_BT + m_scaling.value).log() / std::log(std::trunc(m_scaling.value));
    return q_BTHD * factor_BT.to(q_BTHD.scalar_type()).unsqueeze(-1).unsqueeze(-1);
}

at::Tensor SoftmaxAttention::forward(const at::Tensor& x_BTd, const SequenceContext& context, MixerCache* cache) {
    const auto heads = [&](const char* name, std::int64_t count) {
        const std::string base = name;
        return project(x_BTd, m_parameters.get(base + ".weight"), m_parameters.get(base + ".bias"))
            .unflatten(-1, {count, m_headDim});
    };
    const at::Tensor cos = m_rope ? context.cos_BTD : at::Tensor();
    const at::Tensor sin = m_rope ? context.sin_BTD : at::Tensor();
    const at::Tensor q_BTHD = scaled(
        ops::normRotate(heads("q_proj", m_heads), m_parameters.get("q_norm.weight"), m_epsilon, cos, sin), context);
    const at::Tensor k_BTGD =
        ops::normRotate(heads("k_proj", m_keyValueHeads), m_parameters.get("k_norm.weight"), m_epsilon, cos, sin);
    at::Tensor k_BGSD = k_BTGD.transpose(1, 2);
    at::Tensor v_BGSD = heads("v_proj", m_keyValueHeads).transpose(1, 2);
    if (cache != nullptr) {
        auto& keyValues = static_cast<KeyValueCache&>(*cache);
        keyValues.append(k_BGSD, v_BGSD);
        k_BGSD = keyValues.keys();
        v_BGSD = keyValues.values();
    }
    at::Tensor o_BTW = attend(q_BTHD.transpose(1, 2), k_BGSD, v_BGSD, context).transpose(1, 2).flatten(2);
    if (m_parameters.has("o_gate.weight")) {
        o_BTW = ops::sigmoidGate(o_BTW, project(x_BTd, m_parameters.get("o_gate.weight")));
    }
    return project(o_BTW, m_parameters.get("o_proj.weight"), m_parameters.get("o_proj.bias"));
}

std::unique_ptr<MixerCache> SoftmaxAttention::makeCache() const {
    return std::make_unique<KeyValueCache>();
}

NamedTensors SoftmaxAttention::parameters() const {
    return m_parameters.all();
}

void SoftmaxAttention::set(const std::string& name, const at::Tensor& tensor) {
    m_parameters.set(name, tensor);
}

std::vector<std::string> SoftmaxAttention::transferFrom(const SoftmaxAttention& teacher) {
    std::vector<std::string> copied;
    for (const NamedTensor& parameter : teacher.parameters()) {
        if (m_parameters.has(parameter.name)) {
            m_parameters.set(parameter.name, parameter.tensor.clone());
            copied.push_back(parameter.name);
        }
    }
    return copied;
}

} // namespace halyard
