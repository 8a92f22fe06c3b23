// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, H heads, K head size, d hidden, W = H K.
#include "tests/core/model/test_mixer.h"

#include "core/model/mixers/attn/softmax_attention.h"
#include "core/model/short_convolution.h"

namespace halyard::testing {

namespace {

class TestMixerCache final : public MixerCache {
public:
    [[nodiscard]] NamedTensors tensors() const override {
        return state.defined() ? NamedTensors{{"state", state}, {"v_conv", valueTail}} : NamedTensors();
    }
    [[nodiscard]] std::function<void()> mark() override {
        return [this, kept = state, keptTail = valueTail] {
            state = kept;
            valueTail = keptTail;
        };
    }
    at::Tensor state, valueTail;
};

} // namespace

TestMixer::TestMixer(const ModelConfig& config, at::ScalarType type, at::Generator generator)
    : m_heads(config.num_attention_heads), m_headDim(config.head_dim) {
    const std::int64_t wide = m_heads * m_headDim;
    const std::int64_t hidden = config.hidden_size;
    for (const char* name : {"q_proj.weight", "k_proj.weight", "v_proj.weight"}) {
        m_parameters.addNormal(name, {wide, hidden}, config.initializer_range, type, generator);
    }
    m_parameters.addNormal("o_proj.weight", {hidden, wide}, config.initializer_range, type, generator);
    m_parameters.addNormal("a_proj.weight", {m_heads, hidden}, config.initializer_range, type, generator);
    m_parameters.addUniform("v_conv1d.weight", {wide, 1, config.document.value("test_mixer_conv_size", 4)}, 0.5, type,
                            generator);
}

at::Tensor TestMixer::forward(const at::Tensor& x_BTd, const SequenceContext& context, MixerCache* cache) {
    auto* memory = static_cast<TestMixerCache*>(cache);
    const auto heads = [&](const at::Tensor& y_BTW) { return y_BTW.unflatten(-1, {m_heads, m_headDim}); };
    const at::Tensor q_BTHK = heads(project(x_BTd, m_parameters.get("q_proj.weight")));
    at::Tensor k_BTHK = heads(project(x_BTd, m_parameters.get("k_proj.weight")));
    const at::Tensor v_BTHK = heads(at::silu(shortConvolution(project(x_BTd, m_parameters.get("v_proj.weight")),
                                                              m_parameters.get("v_conv1d.weight"), context.firstToken_B,
                                                              memory != nullptr ? &memory->valueTail : nullptr)));
    if (context.firstToken_B.defined()) { // what padding adds to the state is zero
        const at::Tensor padding_BT = at::arange(x_BTd.size(1), at::kLong) < context.firstToken_B.unsqueeze(1);
        k_BTHK = k_BTHK.masked_fill(padding_BT.unsqueeze(-1).unsqueeze(-1), 0);
    }
    const at::Tensor decay_BTH = project(x_BTd, m_parameters.get("a_proj.weight")).sigmoid();
    at::Tensor state_BHKK = memory != nullptr && memory->state.defined()
                                ? memory->state
                                : at::zeros({x_BTd.size(0), m_heads, m_headDim, m_headDim}, x_BTd.options());
    std::vector<at::Tensor> out;
    for (std::int64_t t = 0; t < x_BTd.size(1); ++t) {
        const at::Tensor added = k_BTHK.select(1, t).unsqueeze(-1) * v_BTHK.select(1, t).unsqueeze(-2);
        state_BHKK = decay_BTH.select(1, t).unsqueeze(-1).unsqueeze(-1) * state_BHKK + added;
        out.push_back(at::matmul(q_BTHK.select(1, t).unsqueeze(-2), state_BHKK).flatten(1));
    }
    if (memory != nullptr) {
        memory->state = state_BHKK.detach();
    }
    return project(at::stack(out, 1) / static_cast<double>(m_headDim), m_parameters.get("o_proj.weight"));
}

std::unique_ptr<MixerCache> TestMixer::makeCache() const {
    return std::make_unique<TestMixerCache>();
}

std::vector<std::string> TestMixer::transferFrom(const SoftmaxAttention& teacher) {
    std::vector<std::string> copied;
    for (const NamedTensor& source : teacher.parameters()) {
        const at::Tensor& own = m_parameters.get(source.name);
        if (!own.defined()) {
            continue; // norms, which this mixer does without
        }
        const bool expands = source.name == "k_proj.weight" || source.name == "v_proj.weight";
        const std::int64_t times = expands ? teacher.heads() / teacher.keyValueHeads() : 1;
        const at::Tensor copy =
            expands ? source.tensor.unflatten(0, {-1, m_headDim}).repeat_interleave(times, 0).flatten(0, 1)
                    : source.tensor.clone();
        m_parameters.set(source.name, copy);
        copied.push_back(source.name);
    }
    return copied;
}

MixerRegistry mixersWithTestMixer() {
    MixerRegistry registry = standardMixers();
    registry.add(kTestMixer, [](const ModelConfig& config, at::ScalarType type, at::Generator generator) {
        return std::make_unique<TestMixer>(config, type, std::move(generator));
    });
    return registry;
}

} // namespace halyard::testing
