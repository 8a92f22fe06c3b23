// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, D hidden, F feed-forward, V vocabulary.
#include "core/model/decoder.h"

#include "core/base/error.h"
#include "kernels/ops/gated.h"
#include "kernels/ops/norm.h"

#include <ATen/CPUGeneratorImpl.h>

namespace halyard {

namespace {

std::string layerPrefix(std::size_t layer) {
    return "model.layers." + std::to_string(layer) + ".";
}

at::Tensor normal(at::IntArrayRef shape, double deviation, at::ScalarType type, const at::Generator& generator) {
    return freshTensor(shape, type, generator, [&](at::Tensor& drawn, at::Generator from) {
        drawn.normal_(0, deviation, std::move(from));
    });
}

at::Tensor ones(std::int64_t size, at::ScalarType type, const at::Generator& generator) {
    return freshTensor({size}, type, generator, [](at::Tensor& drawn, const at::Generator&) { drawn.fill_(1); });
}

// A layer whose activations are computed a second time in the backward pass instead of being kept.
class CheckpointedLayer : public torch::autograd::Function<CheckpointedLayer> {
public:
    // grows is a scalar that requires a gradient, so that the layer is recorded even when its input does not.
    static at::Tensor forward(torch::autograd::AutogradContext* ctx, const at::Tensor& h_BTD,
                              const at::Tensor& /*grows*/, const DecoderLayer* layer, const SequenceContext* context) {
        ctx->save_for_backward({h_BTD});
        const SequenceContext kept = *context;
        ctx->saved_data["layer"] = reinterpret_cast<std::int64_t>(layer);
        ctx->saved_data["past"] = kept.past;
        ctx->saved_data["scale"] = kept.scaleLogits;
        for (const auto& [name, tensor] : {std::pair{"positions", kept.positions_BT},
                                           {"first", kept.firstToken_B},
                                           {"cos", kept.cos_BTD},
                                           {"sin", kept.sin_BTD}}) {
            ctx->saved_data[name] = tensor;
        }
        return layer->forward(h_BTD, kept, nullptr);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list gradients) {
        SequenceContext context;
        context.positions_BT = ctx->saved_data["positions"].toTensor();
        context.firstToken_B = ctx->saved_data["first"].toTensor();
        context.cos_BTD = ctx->saved_data["cos"].toTensor();
        context.sin_BTD = ctx->saved_data["sin"].toTensor();
        context.past = ctx->saved_data["past"].toInt();
        context.scaleLogits = ctx->saved_data["scale"].toBool();
        const auto* layer = reinterpret_cast<const DecoderLayer*>(ctx->saved_data["layer"].toInt());
        const at::AutoGradMode record(true);
        const at::Tensor h_BTD = ctx->get_saved_variables()[0].detach().requires_grad_(true);
        torch::autograd::backward({layer->forward(h_BTD, context, nullptr)}, {gradients[0]});
        return {h_BTD.grad(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor Mlp::forward(const at::Tensor& x_BTD) const {
    return project(ops::siluGate(project(x_BTD, gate_FD), project(x_BTD, up_FD)), down_DF);
}

at::Tensor DecoderLayer::mixerInput(const at::Tensor& h_BTD) const {
    return ops::rmsNorm(h_BTD, inputNorm_D, epsilon);
}

at::Tensor DecoderLayer::finish(const at::Tensor& h_BTD, const at::Tensor& mixed_BTD) const {
    const at::Tensor middle_BTD = h_BTD + mixed_BTD;
    return middle_BTD + mlp.forward(ops::rmsNorm(middle_BTD, postAttentionNorm_D, epsilon));
}

at::Tensor DecoderLayer::forward(const at::Tensor& h_BTD, const SequenceContext& context, MixerCache* cache) const {
    return finish(h_BTD, mixer->forward(mixerInput(h_BTD), context, cache));
}

std::int64_t DecoderCache::bytes() const {
    std::int64_t sum = 0;
    for (const auto& layer : layers) {
        sum += layer->bytes();
    }
    return sum;
}

DecoderCache::Mark DecoderCache::mark() {
    Mark out{length, {}};
    for (const auto& layer : layers) {
        out.rewinds.push_back(layer->mark());
    }
    return out;
}

void DecoderCache::rewind(const Mark& mark) {
    length = mark.length;
    for (const auto& rewindLayer : mark.rewinds) {
        rewindLayer();
    }
}

Decoder::Decoder(ModelConfig config, const MixerRegistry& registry, at::ScalarType type, std::uint64_t seed)
    : Decoder(std::move(config), registry, type, at::Generator(at::detail::createCPUGenerator(seed))) {}

Decoder::Decoder(ModelConfig config, const MixerRegistry& registry, at::ScalarType type, const at::Generator& generator)
    : m_config(std::move(config)) {
    const std::int64_t D = m_config.hidden_size;
    const std::int64_t F = m_config.intermediate_size;
    const double deviation = m_config.initializer_range;
    m_embedding_VD = normal({m_config.vocab_size, D}, deviation, type, generator);
    for (std::int64_t i = 0; i < m_config.num_hidden_layers; ++i) {
        DecoderLayer layer;
        layer.epsilon = m_config.rms_norm_eps;
        layer.inputNorm_D = ones(D, type, generator);
        layer.mixer = registry.make(m_config.mixer_types[static_cast<std::size_t>(i)], m_config, type, generator);
        layer.postAttentionNorm_D = ones(D, type, generator);
        layer.mlp = {normal({F, D}, deviation, type, generator), normal({F, D}, deviation, type, generator),
                     normal({D, F}, deviation, type, generator)};
        m_layers.push_back(std::move(layer));
    }
    m_norm_D = ones(D, type, generator);
    if (!m_config.tie_word_embeddings) {
        m_head_VD = normal({m_config.vocab_size, D}, deviation, type, generator);
    }
}

SequenceContext Decoder::contextFor(std::int64_t batch, std::int64_t length, const DecoderCache* cache,
                                    const at::Tensor& padding_B, bool scaleLogits) const {
    SequenceContext context;
    context.past = cache != nullptr ? cache->length : 0;
    context.scaleLogits = scaleLogits;
    const at::Tensor padding = padding_B.defined() ? padding_B : (cache != nullptr ? cache->padding_B : at::Tensor());
    context.positions_BT = at::arange(context.past, context.past + length, at::kLong).unsqueeze(0);
    if (padding.defined()) {
        context.positions_BT = context.positions_BT - padding.unsqueeze(1);
        context.firstToken_B = padding - context.past;
    } else {
        context.positions_BT = context.positions_BT.expand({batch, length});
    }
    // fp32 frequencies and angles (halo.md 9.1); equal rows share one table.
    const at::Tensor exponent =
        at::arange(0, m_config.head_dim, 2, at::kFloat) / static_cast<double>(m_config.head_dim);
    const at::Tensor frequency = at::pow(at::scalar_tensor(m_config.rope_theta, at::kFloat), exponent).reciprocal();
    const at::Tensor rows = padding.defined() ? context.positions_BT : context.positions_BT.narrow(0, 0, 1);
    const at::Tensor angle = rows.to(at::kFloat).unsqueeze(-1) * frequency;
    const at::Tensor both = at::cat({angle, angle}, -1);
    context.cos_BTD = both.cos();
    context.sin_BTD = both.sin();
    return context;
}

at::Tensor Decoder::embed(const at::Tensor& ids_BT) const {
    return at::embedding(m_embedding_VD, ids_BT);
}

at::Tensor Decoder::hidden_BTD(const at::Tensor& ids_BT, const SequenceContext& context, DecoderCache* cache,
                               bool checkpointed) const {
    at::Tensor h_BTD = embed(ids_BT);
    const bool recompute = checkpointed && cache == nullptr && at::GradMode::is_enabled();
    const at::Tensor grows = recompute ? at::zeros({}, at::kFloat).requires_grad_(true) : at::Tensor();
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        h_BTD = recompute ? CheckpointedLayer::apply(h_BTD, grows, &m_layers[i], &context)
                          : m_layers[i].forward(h_BTD, context, cache != nullptr ? cache->layers[i].get() : nullptr);
    }
    if (cache != nullptr) {
        cache->length += ids_BT.size(1);
    }
    return ops::rmsNorm(h_BTD, m_norm_D, m_config.rms_norm_eps);
}

at::Tensor Decoder::logits(const at::Tensor& hidden) const {
    return project(hidden, head_VD());
}

DecoderCache Decoder::makeCache(std::int64_t expected) const {
    DecoderCache cache;
    for (const DecoderLayer& layer : m_layers) {
        cache.layers.push_back(layer.mixer->makeCache());
        cache.layers.back()->expect(expected);
    }
    return cache;
}

void Decoder::setLogitsScaling(const LogitsScaling& scaling) {
    m_config.attn_logits_scaling = scaling;
    for (const DecoderLayer& layer : m_layers) {
        layer.mixer->setLogitsScaling(scaling);
    }
}

NamedTensors Decoder::parameters() const {
    NamedTensors out = {{"model.embed_tokens.weight", m_embedding_VD}};
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const DecoderLayer& layer = m_layers[i];
        const std::string prefix = layerPrefix(i);
        out.push_back({prefix + "input_layernorm.weight", layer.inputNorm_D});
        for (const NamedTensor& parameter : layer.mixer->parameters()) {
            out.push_back({prefix + "self_attn." + parameter.name, parameter.tensor});
        }
        out.push_back({prefix + "post_attention_layernorm.weight", layer.postAttentionNorm_D});
        out.push_back({prefix + "mlp.gate_proj.weight", layer.mlp.gate_FD});
        out.push_back({prefix + "mlp.up_proj.weight", layer.mlp.up_FD});
        out.push_back({prefix + "mlp.down_proj.weight", layer.mlp.down_DF});
    }
    out.push_back({"model.norm.weight", m_norm_D});
    if (!m_config.tie_word_embeddings) {
        out.push_back({"lm_head.weight", m_head_VD});
    }
    return out;
}

namespace {

[[noreturn]] void refuseUnknown(const std::string& name) {
    throw invalidInput(HALYARD_TEXT("This model has no tensor \"{name}\"."), {{"name", printable(name)}});
}

void replace(at::Tensor& slot, const at::Tensor& tensor, const std::string& name) {
    if (slot.sizes() != tensor.sizes()) {
        throw invalidInput(
            HALYARD_TEXT("Tensor \"{name}\" has the shape {found}; the model's configuration asks for {wanted}."),
            {{"name", printable(name)},
             {"found", toString(tensor.sizes().vec())},
             {"wanted", toString(slot.sizes().vec())}});
    }
    slot = tensor;
}

// "model.layers.12.mlp.up_proj.weight" -> 12 and "mlp.up_proj.weight".
struct LayerName {
    std::size_t layer;
    std::string rest;
};
std::optional<LayerName> splitLayerName(const std::string& name) {
    const std::string before = "model.layers.";
    const std::size_t dot = name.starts_with(before) ? name.find('.', before.size()) : std::string::npos;
    const std::string digits = dot == std::string::npos ? "" : name.substr(before.size(), dot - before.size());
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos ||
        (digits.size() > 1 && digits[0] == '0')) {
        return std::nullopt;
    }
    return LayerName{std::stoul(digits), name.substr(dot + 1)};
}

} // namespace

void Decoder::set(const std::string& name, const at::Tensor& tensor) {
    if (name == "model.embed_tokens.weight") {
        return replace(m_embedding_VD, tensor, name);
    }
    if (name == "model.norm.weight") {
        return replace(m_norm_D, tensor, name);
    }
    if (name == "lm_head.weight" && !m_config.tie_word_embeddings) {
        return replace(m_head_VD, tensor, name);
    }
    const auto parts = splitLayerName(name);
    if (!parts || parts->layer >= m_layers.size()) {
        refuseUnknown(name);
    }
    DecoderLayer& layer = m_layers[parts->layer];
    const std::string mixerPrefix = "self_attn.";
    if (parts->rest.starts_with(mixerPrefix)) {
        const std::string inner = parts->rest.substr(mixerPrefix.size());
        for (const NamedTensor& parameter : layer.mixer->parameters()) {
            if (parameter.name == inner) {
                at::Tensor slot = parameter.tensor;
                replace(slot, tensor, name); // checks the shape under the whole name
                return layer.mixer->set(inner, tensor);
            }
        }
        refuseUnknown(name);
    }
    const std::map<std::string, at::Tensor*> slots = {{"input_layernorm.weight", &layer.inputNorm_D},
                                                      {"post_attention_layernorm.weight", &layer.postAttentionNorm_D},
                                                      {"mlp.gate_proj.weight", &layer.mlp.gate_FD},
                                                      {"mlp.up_proj.weight", &layer.mlp.up_FD},
                                                      {"mlp.down_proj.weight", &layer.mlp.down_DF}};
    const auto slot = slots.find(parts->rest);
    if (slot == slots.end()) {
        refuseUnknown(name);
    }
    replace(*slot->second, tensor, name);
}

} // namespace halyard
