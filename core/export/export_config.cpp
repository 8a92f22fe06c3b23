// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/export_config.h"

#include "core/base/error.h"

namespace halyard {

namespace fs = std::filesystem;

std::string storedDtype(const ModelFolder& model) {
    bool float32 = false;
    for (const auto& [name, entry] : model.tensors.tensors()) {
        if (entry.info->dtype != DType::F32 && entry.info->dtype != DType::BF16) {
            throw invalidInput(
                HALYARD_TEXT("{folder}: tensor \"{tensor}\" has the type {type}; F32 and BF16 can be exported."),
                {{"folder", printable(model.path.string())},
                 {"tensor", printable(name)},
                 {"type", std::string(nameOf(entry.info->dtype))}});
        }
        float32 = float32 || entry.info->dtype == DType::F32;
    }
    return float32 ? "float32" : "bfloat16";
}

Json exportedConfig(const ModelConfig& config, const LogitsScaling& scaling, const std::string& dtype) {
    ModelConfig exported = config;
    exported.attn_logits_scaling = scaling;
    Json out = toJson(exported);
    out.erase("_name_or_path");
    out.erase("auto_map");
    if (config.family == ModelFamily::HypeNet) {
        out["auto_map"] = {{"AutoConfig", "configuration_hypenet.HypeNetConfig"},
                           {"AutoModelForCausalLM", "modeling_hypenet.HypeNetForCausalLM"}};
    }
    out["dtype"] = dtype;
    out["torch_dtype"] = dtype;
    out["use_cache"] = true;
    return out;
}

Json exportedGenerationConfig(const ModelFolder& model, const SpecialTokens& tokens) {
    Json out = Json::object();
    const fs::path own = model.path / "generation_config.json";
    std::error_code error;
    if (fs::is_regular_file(own, error)) {
        out = readJsonFile(own);
        if (!out.is_object()) {
            throw invalidInput(HALYARD_TEXT("{file} must hold a JSON object."), {{"file", printable(own.string())}});
        }
    }
    const auto complete = [&](const char* key, const Json& value) {
        if (!value.is_null() && (!out.contains(key) || out[key].is_null())) {
            out[key] = value;
        }
    };
    const auto& ends = model.config.eos_token_ids;
    complete("eos_token_id", ends.size() > 1    ? Json(ends)
                             : ends.size() == 1 ? Json(ends.front())
                             : tokens.eos       ? Json(*tokens.eos)
                                                : Json());
    const auto bos = model.config.bos_token_id ? model.config.bos_token_id : tokens.bos;
    complete("bos_token_id", bos ? Json(*bos) : Json());
    complete("pad_token_id", tokens.pad ? Json(*tokens.pad) : tokens.eos ? Json(*tokens.eos) : Json());
    return out;
}

} // namespace halyard
