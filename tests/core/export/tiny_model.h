// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/unique_id.h"
#include "core/io/safetensors.h"

#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <string>

namespace halyard::testing {

namespace fs = std::filesystem;

// A folder of this test alone, removed in the end.
class TestFolder {
public:
    TestFolder() : m_path(fs::temp_directory_path() / ("halyard-test-" + uniqueId())) { fs::create_directory(m_path); }
    ~TestFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    [[nodiscard]] fs::path operator/(const fs::path& name) const { return m_path / name; }
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

struct TinyModel {
    std::string family = "hypenet"; // or "qwen3"
    bool tied = false;
    DType dtype = DType::F32;
    std::uint32_t seed = 1;
    Json extra = Json::object(); // further keys of config.json
};

inline Json tinyConfig(const TinyModel& model) {
    Json config = {{"model_type", model.family},
                   {"vocab_size", 40},
                   {"hidden_size", 16},
                   {"intermediate_size", 24},
                   {"num_hidden_layers", 2},
                   {"num_attention_heads", 2},
                   {"num_key_value_heads", 1},
                   {"head_dim", 8},
                   {"rope_theta", 10000.0},
                   {"rms_norm_eps", 1e-6},
                   {"eos_token_id", 3},
                   {"tie_word_embeddings", model.tied},
                   {"dtype", model.dtype == DType::F32 ? "float32" : "bfloat16"}};
    if (model.family == "hypenet") {
        config.update({{"mixer_types", {"lightning-attn", "attn"}},
                       {"attn_use_rope", false},
                       {"attn_use_output_gate", true},
                       {"lightning_nh", 2},
                       {"lightning_nkv", 2},
                       {"lightning_head_dim", 8},
                       {"lightning_use_qk_norm", true},
                       {"lightning_use_output_norm", true},
                       {"lightning_use_output_gate", true}});
    }
    config.update(model.extra);
    return config;
}

inline std::map<std::string, Shape> tinyShapes(const TinyModel& model) {
    std::map<std::string, Shape> shapes = {{"model.embed_tokens.weight", {40, 16}}, {"model.norm.weight", {16}}};
    if (!model.tied) {
        shapes["lm_head.weight"] = {40, 16};
    }
    for (int layer = 0; layer < 2; ++layer) {
        const std::string at = "model.layers." + std::to_string(layer) + ".";
        const bool linear = model.family == "hypenet" && layer == 0;
        const std::int64_t keys = linear ? 16 : 8;
        shapes.insert({{at + "input_layernorm.weight", {16}},
                       {at + "post_attention_layernorm.weight", {16}},
                       {at + "mlp.gate_proj.weight", {24, 16}},
                       {at + "mlp.up_proj.weight", {24, 16}},
                       {at + "mlp.down_proj.weight", {16, 24}},
                       {at + "self_attn.q_proj.weight", {16, 16}},
                       {at + "self_attn.k_proj.weight", {keys, 16}},
                       {at + "self_attn.v_proj.weight", {keys, 16}},
                       {at + "self_attn.o_proj.weight", {16, 16}},
                       {at + "self_attn.q_norm.weight", {8}},
                       {at + "self_attn.k_norm.weight", {8}}});
        if (linear) {
            shapes.insert({{at + "self_attn.o_norm.weight", {16}}, {at + "self_attn.z_proj.weight", {16, 16}}});
        } else if (model.family == "hypenet") {
            shapes[at + "self_attn.o_gate.weight"] = {16, 16};
        }
    }
    return shapes;
}

// config.json and model.safetensors with random weights.
inline void writeTinyModel(const fs::path& folder, const TinyModel& model = {}) {
    fs::create_directories(folder);
    writeJsonFile(folder / "config.json", tinyConfig(model));
    std::vector<SafetensorsWriter::Declaration> declarations;
    for (const auto& [name, shape] : tinyShapes(model)) {
        declarations.push_back({name, model.dtype, shape});
    }
    SafetensorsWriter writer(folder / "model.safetensors", declarations);
    std::mt19937 random(model.seed);
    std::normal_distribution<float> normal(0, 0.3F);
    for (const auto& tensor : declarations) {
        const float mean = tensor.shape.size() == 1 ? 1.0F : 0.0F;
        for (std::uint64_t i = 0; i < *elementCount(tensor.shape); ++i) {
            const float value = mean + normal(random);
            std::byte bytes[4];
            std::memcpy(bytes, &value, 4);
            // The upper half of a float is a bfloat16.
            writer.append(model.dtype == DType::F32 ? std::span<const std::byte>(bytes)
                                                    : std::span<const std::byte>(bytes + 2, 2));
        }
    }
    writer.commit();
}

// tokenizer.json with the ids 0 to count - 1, and a tokenizer_config.json as transformers 5 writes it.
inline void writeTinyTokenizer(const fs::path& folder, int count = 40) {
    fs::create_directories(folder);
    Json vocab = Json::object();
    for (int i = 0; i < count - 1; ++i) {
        // Not "t" + …: GCC 12 warns of an overflow that is none.
        vocab[std::string("t").append(std::to_string(i))] = i;
    }
    writeJsonFile(folder / "tokenizer.json",
                  {{"version", "1.0"},
                   {"added_tokens", {{{"id", count - 1}, {"content", "<end>"}, {"special", true}}}},
                   {"model", {{"type", "BPE"}, {"vocab", vocab}, {"merges", Json::array()}}}});
    writeJsonFile(folder / "tokenizer_config.json", {{"tokenizer_class", "TokenizersBackend"},
                                                     {"backend", "tokenizers"},
                                                     {"auto_map", {{"AutoTokenizer", "x.Y"}}},
                                                     {"name_or_path", "/home/someone/models/x"},
                                                     {"eos_token", "<end>"},
                                                     {"extra_special_tokens", {"t1", "t2"}}});
}

// Relative path of each file below a folder, and its content.
inline std::map<std::string, std::string> contentsOf(const fs::path& folder) {
    std::map<std::string, std::string> out;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            out[entry.path().lexically_relative(folder).string()] = readFile(entry.path(), 64U << 20U);
        }
    }
    return out;
}

} // namespace halyard::testing
