// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/tiny_world.h"

#include "core/base/unicode.h"
#include "core/data/prepare.h"

#include <random>

namespace halyard::testing {

namespace {

// The visible character that byte-level tokenizers write for a byte.
std::string characterOf(int byte) {
    const auto visible = [](int b) { return (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174; };
    char32_t shifted = 256;
    for (int b = 0; b < byte; ++b) {
        shifted += visible(b) ? 0 : 1;
    }
    std::string out;
    appendUtf8(out, visible(byte) ? static_cast<char32_t>(byte) : shifted);
    return out;
}

Json tokenizer() {
    Json vocabulary = Json::object();
    for (int byte = 0; byte < 256; ++byte) {
        vocabulary[characterOf(byte)] = byte;
    }
    const Json byteLevel = {
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}};
    return {{"version", "1.0"},
            {"added_tokens",
             {{{"id", 256},
               {"content", "<|end|>"},
               {"single_word", false},
               {"lstrip", false},
               {"rstrip", false},
               {"normalized", false},
               {"special", true}}}},
            {"normalizer", nullptr},
            {"pre_tokenizer", byteLevel},
            {"post_processor", nullptr},
            {"decoder", byteLevel},
            {"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", Json::array()}}}};
}

} // namespace

TinyWorld::TinyWorld() {
    m_folder.write("tokenizer/tokenizer.json", tokenizer().dump());
    m_folder.write("tokenizer/tokenizer_config.json", R"({"eos_token": "<|end|>"})");
    data("data", words(24 * 16, 1), 16);
    data("held_out", words(8 * 16, 2), 16);
}

std::string TinyWorld::data(const std::string& name, const std::string& text, std::int64_t block) const {
    PrepareOptions options;
    options.tokenizer = m_folder / "tokenizer";
    options.inputs = {m_folder.write(name + ".jsonl", Json{{"text", text}}.dump() + "\n")};
    options.out = m_folder / name;
    options.packing = "stream";
    options.block = block;
    options.showProgress = false;
    prepareData(options);
    return options.out.string();
}

std::string TinyWorld::words(std::size_t bytes, std::uint64_t seed) {
    static const char* const kWords[] = {"mast ", "rope ", "sail ", "wind ", "deck ", "keel "};
    std::mt19937_64 random(seed);
    std::string out;
    while (out.size() < bytes) {
        out += kWords[random() % std::size(kWords)];
    }
    return out.substr(0, bytes);
}

RunSpec TinyWorld::spec(RunKind kind) const {
    RunSpec spec;
    spec.kind = kind;
    spec.inputs = {{"data", (m_folder / "data").string(), {}, {}},
                   {"held_out", (m_folder / "held_out").string(), {}, {}}};
    if (kind == RunKind::Pretrain) {
        spec.model.config = {{"model_type", "qwen3"},    {"vocab_size", 257},      {"hidden_size", 32},
                             {"intermediate_size", 48},  {"num_hidden_layers", 2}, {"num_attention_heads", 4},
                             {"num_key_value_heads", 2}, {"head_dim", 8},          {"tie_word_embeddings", true},
                             {"rms_norm_eps", 1e-6},     {"rope_theta", 1e4},      {"max_position_embeddings", 256}};
    }
    spec.model.attention_layers = {1};
    spec.data = {.context_length = 16, .batch_size = 4, .accumulation = 1, .shuffle = true};
    spec.optimizer.learning_rate = 1e-2;
    spec.schedule.steps = 12;
    spec.schedule.warmup_steps = 2;
    spec.train.held_out_every_steps = 5;
    spec.train.held_out_batches = 2;
    spec.train.checkpoint_every_steps = 4;
    spec.train.threads = 1;
    return spec;
}

std::vector<at::Tensor> weightsOf(const Trainer& trainer) {
    std::vector<at::Tensor> out;
    for (const NamedTensor& parameter : trainer.training().objective->trained()) {
        out.push_back(parameter.tensor.detach().clone());
    }
    return out;
}

bool sameBits(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!at::equal(a[i], b.at(i))) {
            return false;
        }
    }
    return a.size() == b.size();
}

std::string savedWeights(const Trainer& trainer, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    saveWeights(trainer.training(), folder);
    return folder.string();
}

} // namespace halyard::testing
