// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/student_config.h"

#include "core/base/error.h"
#include "core/io/checkpoint_store.h"

#include <algorithm>
#include <filesystem>

namespace halyard {

namespace {

Json mixerTypes(std::int64_t layers, const std::string& mixer, const std::vector<std::int64_t>& attentionLayers) {
    std::vector<std::string> types(static_cast<std::size_t>(layers), mixer);
    for (const std::int64_t layer : attentionLayers) {
        if (layer < 0 || layer >= layers) {
            throw invalidInput(HALYARD_TEXT("\"model.attention_layers\" names layer {layer}; the teacher has {count} "
                                            "layers, numbered from 0."),
                               {{"layer", std::to_string(layer)}, {"count", std::to_string(layers)}});
        }
        types[static_cast<std::size_t>(layer)] = "attn";
    }
    return types;
}

} // namespace

ModelConfig studentConfig(const ModelConfig& teacher, const ModelPart& model,
                          const std::vector<std::int64_t>& attentionLayers) {
    Json document = toJson(teacher);
    document.erase("auto_map");
    document.update(Json{
        {"model_type", "hypenet"},
        {"architectures", {"HypeNetForCausalLM"}},
        {"mixer_types", mixerTypes(teacher.num_hidden_layers, model.mixer, attentionLayers)},
        {"attn_use_rope", model.attn_use_rope},
        {"attn_use_output_gate", model.attn_use_output_gate},
        {"attn_logits_scaling", toJson(parseLogitsScaling(model.attn_logits_scaling))},
        {"expand_kv_proj", model.expand_kv_proj},
        {"rand_init", model.rand_init},
        {"lightning_nh", teacher.num_attention_heads},
        {"lightning_nkv", model.expand_kv_proj ? teacher.num_attention_heads : teacher.num_key_value_heads},
        {"lightning_head_dim", teacher.head_dim},
        {"lightning_scale", "1/sqrt(d)"},
        {"lightning_use_rope", true},
        {"lightning_use_qk_norm", true},
        {"lightning_use_output_norm", true},
        {"lightning_use_output_gate", true},
    });
    document.update(model.config);
    return modelConfigFromJson(document, "the student's configuration");
}

std::optional<std::int64_t> layersOfTeacher(const RunSpec& spec) {
    const RunInput* teacher = spec.input("teacher");
    if (teacher == nullptr) {
        return std::nullopt;
    }
    std::filesystem::path folder(teacher->path);
    std::error_code error;
    if (std::filesystem::exists(folder / "run.json", error)) {
        const std::vector<CheckpointInfo> checkpoints = CheckpointStore(folder / "checkpoints").list();
        folder = checkpoints.empty() ? folder : checkpoints.back().path;
    }
    if (!std::filesystem::exists(folder / "config.json", error)) {
        return std::nullopt;
    }
    return readModelConfig(folder / "config.json").num_hidden_layers;
}

} // namespace halyard
