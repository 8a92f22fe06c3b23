// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/model_config.h"

#include "core/base/error.h"
#include "core/io/config_reader.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr ConfigReader::IntegerRange kVocabRange{1, 100'000'000};
constexpr ConfigReader::IntegerRange kWidthRange{1, 1'048'576};
constexpr ConfigReader::IntegerRange kLayerRange{1, 10'000};
constexpr ConfigReader::IntegerRange kHeadRange{1, 65'536};
constexpr ConfigReader::IntegerRange kPositionRange{1, 1'000'000'000'000};
constexpr ConfigReader::IntegerRange kTokenRange{0, 2'147'483'647};

std::string architectureOf(ModelFamily family) {
    return family == ModelFamily::Qwen3 ? "Qwen3ForCausalLM" : "HypeNetForCausalLM";
}

ModelFamily familyOf(const ConfigReader& reader) {
    const std::string type = reader.text("model_type", "");
    if (type == "qwen3") {
        return ModelFamily::Qwen3;
    }
    if (type == "hypenet") {
        return ModelFamily::HypeNet;
    }
    if (type.empty()) {
        reader.refuse("model_type", HALYARD_TEXT("qwen3 or hypenet"));
    }
    if (reader.has("auto_map")) {
        throw invalidInput(
            HALYARD_TEXT("{source} asks to run Python code from the model (\"auto_map\"). This program never "
                         "runs model code; architecture \"{type}\" is not supported (supported: qwen3, "
                         "hypenet)."),
            {{"source", reader.source()}, {"type", printable(type, 60)}});
    }
    throw invalidInput(HALYARD_TEXT("{source}: \"model_type\" is \"{type}\"; supported are qwen3 and hypenet."),
                       {{"source", reader.source()}, {"type", printable(type, 60)}});
}

// Settings of transformers that change what the model computes and that no model here has.
void refuseUnsupported(const ConfigReader& reader) {
    if (reader.text("hidden_act", "silu") != "silu") {
        reader.refuse("hidden_act", HALYARD_TEXT("silu"));
    }
    if (reader.boolean("use_sliding_window", false)) {
        reader.refuse("use_sliding_window", HALYARD_TEXT("false: sliding-window attention is not supported"));
    }
    if (reader.number("attention_dropout", {0, 1}, 0) != 0) {
        reader.refuse("attention_dropout", HALYARD_TEXT("0: dropout is not supported"));
    }
    for (const std::string& type : reader.texts("layer_types")) {
        if (type != "full_attention") {
            reader.refuse("layer_types", HALYARD_TEXT("full_attention in every layer"));
        }
    }
}

// "rope_theta", or (newer transformers) "rope_parameters": {"rope_theta": …, "rope_type": "default"}.
double ropeTheta(const Json& document, const ConfigReader& reader) {
    double theta = 1e4;
    for (const char* key : {"rope_scaling", "rope_parameters"}) {
        if (!reader.has(key)) {
            continue;
        }
        const Json& rope = document.at(key);
        if (!rope.is_object()) {
            reader.refuse(key, HALYARD_TEXT("an object or null"));
        }
        const ConfigReader inner(rope, reader.source() + ": " + key);
        const char* typeKey = inner.has("rope_type") ? "rope_type" : "type";
        if (inner.text(typeKey, "default") != "default") {
            inner.refuse(typeKey, HALYARD_TEXT("default: scaled rotary embeddings are not supported"));
        }
        theta = inner.number("rope_theta", {1e-3, 1e15}, theta);
    }
    return reader.number("rope_theta", {1e-3, 1e15}, theta);
}

void readSizes(ModelConfig& config, const ConfigReader& reader) {
    config.vocab_size = reader.integer("vocab_size", kVocabRange);
    config.hidden_size = reader.integer("hidden_size", kWidthRange);
    config.intermediate_size = reader.integer("intermediate_size", kWidthRange);
    config.num_hidden_layers = reader.integer("num_hidden_layers", kLayerRange);
    config.num_attention_heads = reader.integer("num_attention_heads", kHeadRange);
    config.num_key_value_heads = reader.integer("num_key_value_heads", kHeadRange, config.num_attention_heads);
    if (config.num_attention_heads % config.num_key_value_heads != 0) {
        throw invalidInput(
            HALYARD_TEXT("{source}: \"num_key_value_heads\" is {kv}; it must divide \"num_attention_heads\", "
                         "which is {heads}."),
            {{"source", reader.source()},
             {"kv", std::to_string(config.num_key_value_heads)},
             {"heads", std::to_string(config.num_attention_heads)}});
    }
    config.head_dim = reader.integer("head_dim", kHeadRange, config.head_dim);
    if (config.num_attention_heads * config.head_dim > kMaxHeadsWidth) {
        throw invalidInput(
            HALYARD_TEXT("{source}: \"num_attention_heads\" times \"head_dim\" is {width}; at most {limit} is "
                         "allowed."),
            {{"source", reader.source()},
             {"width", std::to_string(config.num_attention_heads * config.head_dim)},
             {"limit", std::to_string(kMaxHeadsWidth)}});
    }
    config.max_position_embeddings =
        reader.integer("max_position_embeddings", kPositionRange, config.max_position_embeddings);
}

void readMixers(ModelConfig& config, const Json& document, const ConfigReader& reader) {
    const auto layers = static_cast<std::size_t>(config.num_hidden_layers);
    config.mixer_types = reader.texts("mixer_types");
    if (config.mixer_types.empty()) {
        config.mixer_types.assign(layers, "attn");
    }
    if (config.mixer_types.size() != layers) {
        throw invalidInput(HALYARD_TEXT("{source}: \"mixer_types\" names {given} layers, but \"num_hidden_layers\" is "
                                        "{layers}."),
                           {{"source", reader.source()},
                            {"given", std::to_string(config.mixer_types.size())},
                            {"layers", std::to_string(layers)}});
    }
    // The published class accepts both spellings; one is enough from here on.
    std::replace(config.mixer_types.begin(), config.mixer_types.end(), std::string("lightning_attn"),
                 std::string("lightning-attn"));
    config.attn_use_rope = reader.boolean("attn_use_rope", true);
    config.attn_use_output_gate = reader.boolean("attn_use_output_gate", false);
    if (reader.has("attn_logits_scaling")) {
        config.attn_logits_scaling = logitsScalingFromJson(document.at("attn_logits_scaling"), reader.source());
    }
    config.expand_kv_proj = reader.boolean("expand_kv_proj", false);
    config.rand_init = reader.boolean("rand_init", false);
}

std::string dtypeOf(const ConfigReader& reader) {
    const char* key = reader.has("dtype") ? "dtype" : "torch_dtype";
    const std::string name = reader.text(key, "float32");
    if (name != "float32" && name != "bfloat16") {
        reader.refuse(key, HALYARD_TEXT("float32 or bfloat16"));
    }
    return name;
}

} // namespace

std::string_view nameOf(ModelFamily family) {
    return family == ModelFamily::Qwen3 ? "qwen3" : "hypenet";
}

ModelConfig modelConfigFromJson(const Json& document, const std::string& source) {
    const ConfigReader reader(document, source);
    ModelConfig config;
    config.family = familyOf(reader);
    refuseUnsupported(reader);
    readSizes(config, reader);
    config.rms_norm_eps = reader.number("rms_norm_eps", {1e-30, 1}, config.rms_norm_eps);
    config.rope_theta = ropeTheta(document, reader);
    config.initializer_range = reader.number("initializer_range", {0, 100}, config.initializer_range);
    config.tie_word_embeddings = reader.boolean("tie_word_embeddings", false);
    config.attention_bias = reader.boolean("attention_bias", false);
    config.dtype = dtypeOf(reader);
    config.eos_token_ids = reader.integers("eos_token_id", kTokenRange);
    if (reader.has("bos_token_id")) {
        config.bos_token_id = reader.integer("bos_token_id", kTokenRange);
    }
    if (config.family == ModelFamily::HypeNet) {
        readMixers(config, document, reader);
    } else {
        config.mixer_types.assign(static_cast<std::size_t>(config.num_hidden_layers), "attn");
    }
    const auto& mixers = config.mixer_types;
    if (config.attn_use_rope && config.head_dim % 2 != 0 &&
        std::find(mixers.begin(), mixers.end(), "attn") != mixers.end()) {
        throw invalidInput(HALYARD_TEXT("{source}: \"head_dim\" is {value}; with rotary embeddings it must be even."),
                           {{"source", reader.source()}, {"value", std::to_string(config.head_dim)}});
    }
    config.document = document;
    return config;
}

ModelConfig readModelConfig(const std::filesystem::path& configJson) {
    return modelConfigFromJson(readJsonFile(configJson), configJson.string());
}

Json toJson(const ModelConfig& config) {
    Json out = config.document.is_object() ? config.document : Json::object();
    out["model_type"] = nameOf(config.family);
    out["architectures"] = {architectureOf(config.family)};
    out["vocab_size"] = config.vocab_size;
    out["hidden_size"] = config.hidden_size;
    out["intermediate_size"] = config.intermediate_size;
    out["num_hidden_layers"] = config.num_hidden_layers;
    out["num_attention_heads"] = config.num_attention_heads;
    out["num_key_value_heads"] = config.num_key_value_heads;
    out["head_dim"] = config.head_dim;
    out["max_position_embeddings"] = config.max_position_embeddings;
    out["rms_norm_eps"] = config.rms_norm_eps;
    out["rope_theta"] = config.rope_theta;
    const auto rope = out.find("rope_parameters");
    if (rope != out.end() && rope->is_object() && rope->contains("rope_theta")) {
        (*rope)["rope_theta"] = config.rope_theta;
    }
    out["initializer_range"] = config.initializer_range;
    out["tie_word_embeddings"] = config.tie_word_embeddings;
    out["attention_bias"] = config.attention_bias;
    out[out.contains("torch_dtype") && !out.contains("dtype") ? "torch_dtype" : "dtype"] = config.dtype;
    if (!config.eos_token_ids.empty() || out.contains("eos_token_id")) {
        out["eos_token_id"] = config.eos_token_ids.empty()       ? Json()
                              : config.eos_token_ids.size() == 1 ? Json(config.eos_token_ids.front())
                                                                 : Json(config.eos_token_ids);
    }
    if (config.bos_token_id || out.contains("bos_token_id")) {
        out["bos_token_id"] = config.bos_token_id ? Json(*config.bos_token_id) : Json();
    }
    if (config.family == ModelFamily::HypeNet) {
        out["mixer_types"] = config.mixer_types;
        out["attn_use_rope"] = config.attn_use_rope;
        out["attn_use_output_gate"] = config.attn_use_output_gate;
        out["attn_logits_scaling"] = toJson(config.attn_logits_scaling);
        out["expand_kv_proj"] = config.expand_kv_proj;
        out["rand_init"] = config.rand_init;
    }
    return out;
}

} // namespace halyard
