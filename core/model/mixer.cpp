// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/mixer.h"

#include "core/base/error.h"
#include "core/model/mixers/attn/softmax_attention.h"
#include "core/model/mixers/lightning_attn/lightning_attention.h"

namespace halyard {

std::int64_t MixerCache::bytes() const {
    std::int64_t sum = 0;
    for (const NamedTensor& part : tensors()) {
        sum += static_cast<std::int64_t>(part.tensor.nbytes());
    }
    return sum;
}

void MixerRegistry::add(const std::string& publishedName, Factory factory, const std::vector<std::string>& aliases) {
    for (const std::string& alias : aliases) {
        m_factories[alias] = factory;
    }
    m_factories[publishedName] = std::move(factory);
}

std::unique_ptr<Mixer> MixerRegistry::make(const std::string& name, const ModelConfig& config, at::ScalarType type,
                                           at::Generator generator) const {
    const auto found = m_factories.find(name);
    if (found == m_factories.end()) {
        std::string known;
        for (const std::string& one : names()) {
            known += (known.empty() ? "" : ", ") + one;
        }
        throw invalidInput(HALYARD_TEXT("\"{name}\" is not a mixer this program has (known: {known})."),
                           {{"name", printable(name)}, {"known", known}});
    }
    return found->second(config, type, std::move(generator));
}

std::vector<std::string> MixerRegistry::names() const {
    std::vector<std::string> out;
    for (const auto& [name, factory] : m_factories) {
        out.push_back(name);
    }
    return out;
}

namespace {

template <typename Kind>
std::unique_ptr<Mixer> makeMixer(const ModelConfig& config, at::ScalarType type, at::Generator generator) {
    return std::make_unique<Kind>(config, type, std::move(generator));
}

} // namespace

MixerRegistry standardMixers() {
    MixerRegistry registry;
    registry.add("attn", makeMixer<SoftmaxAttention>);
    registry.add("lightning-attn", makeMixer<LightningAttention>, {"lightning_attn"});
    return registry;
}

} // namespace halyard
