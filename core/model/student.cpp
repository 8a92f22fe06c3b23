// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/model/decoder.h"
#include "core/model/mixers/attn/softmax_attention.h"

#include <ATen/CPUGeneratorImpl.h>
#include <algorithm>

namespace halyard {

namespace {

const SoftmaxAttention& attentionOf(const Decoder& teacher, std::size_t layer) {
    const auto* attention = dynamic_cast<const SoftmaxAttention*>(teacher.layers()[layer].mixer.get());
    if (attention == nullptr) {
        throw invalidInput(
            HALYARD_TEXT("Layer {layer} of the teacher is not softmax attention; a teacher has no other layers."),
            {{"layer", std::to_string(layer)}});
    }
    return *attention;
}

// The mixer that takes a layer's place in stage 1. "attn" names none: the layer is fitted as the others are.
std::string linearMixer(const ModelConfig& config, std::size_t layer) {
    const std::string& own = config.mixer_types[layer];
    if (own != "attn") {
        return own;
    }
    const auto other = std::find_if(config.mixer_types.begin(), config.mixer_types.end(),
                                    [](const std::string& name) { return name != "attn"; });
    return other == config.mixer_types.end() ? "lightning-attn" : *other;
}

} // namespace

Stage1Student makeStage1Student(const Decoder& teacher, const ModelConfig& studentConfig, const MixerRegistry& registry,
                                at::ScalarType type, std::uint64_t seed) {
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    Stage1Student student;
    student.config = studentConfig;
    for (std::size_t layer = 0; layer < teacher.layers().size(); ++layer) {
        const std::string name = linearMixer(studentConfig, layer);
        student.config.mixer_types[layer] = name;
        std::unique_ptr<Mixer> mixer = registry.make(name, studentConfig, type, generator);
        if (!studentConfig.rand_init) {
            const std::vector<std::string> copied = mixer->transferFrom(attentionOf(teacher, layer));
            for (const NamedTensor& parameter : mixer->parameters()) {
                if (std::find(copied.begin(), copied.end(), parameter.name) != copied.end()) {
                    student.transferred.push_back(
                        {"model.layers." + std::to_string(layer) + ".self_attn." + parameter.name, parameter.tensor});
                }
            }
        }
        student.mixers.push_back(std::move(mixer));
    }
    return student;
}

Decoder makeStage2Student(const Decoder& teacher, const ModelConfig& studentConfig,
                          std::vector<std::unique_ptr<Mixer>> stage1Mixers, const MixerRegistry& registry,
                          at::ScalarType type, std::uint64_t seed) {
    if (stage1Mixers.size() != teacher.layers().size() || studentConfig.mixer_types.size() != teacher.layers().size()) {
        throw invalidInput(HALYARD_TEXT("The stage-1 mixers are for {mixers} layers and the student has {student}; the "
                                        "teacher has {teacher}."),
                           {{"mixers", std::to_string(stage1Mixers.size())},
                            {"student", std::to_string(studentConfig.mixer_types.size())},
                            {"teacher", std::to_string(teacher.layers().size())}});
    }
    Decoder student(studentConfig, registry, type, seed);
    for (const NamedTensor& parameter : teacher.parameters()) {
        if (parameter.name.find(".self_attn.") == std::string::npos) {
            student.set(parameter.name, parameter.tensor.detach().to(type, false, true));
        }
    }
    for (std::size_t layer = 0; layer < stage1Mixers.size(); ++layer) {
        if (studentConfig.mixer_types[layer] == "attn") {
            (void)student.layers()[layer].mixer->transferFrom(attentionOf(teacher, layer));
        } else {
            student.layers()[layer].mixer = std::move(stage1Mixers[layer]);
        }
    }
    return student;
}

} // namespace halyard
