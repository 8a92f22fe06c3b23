// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_folder.h"
#include "core/model/mixer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace halyard {

struct Mlp {
    at::Tensor gate_FD, up_FD, down_DF;
    [[nodiscard]] at::Tensor forward(const at::Tensor& x_BTD) const; // down(silu(gate x) * up x)
};

// x + mixer(norm(x)), then x + mlp(norm(x)).
struct DecoderLayer {
    at::Tensor inputNorm_D, postAttentionNorm_D;
    std::unique_ptr<Mixer> mixer;
    Mlp mlp;
    double epsilon = 1e-6;

    [[nodiscard]] at::Tensor mixerInput(const at::Tensor& h_BTD) const; // input_layernorm
    // What follows the mixer: residual, norm, MLP, residual.
    [[nodiscard]] at::Tensor finish(const at::Tensor& h_BTD, const at::Tensor& mixed_BTD) const;
    [[nodiscard]] at::Tensor forward(const at::Tensor& h_BTD, const SequenceContext& context, MixerCache* cache) const;
};

// Caches of all layers of one batch of sequences.
struct DecoderCache {
    std::vector<std::unique_ptr<MixerCache>> layers;
    std::int64_t length = 0; // positions consumed, padding included
    at::Tensor padding_B;    // left padding of each row; undefined = none
    [[nodiscard]] std::int64_t bytes() const;

    // Many continuations of one prefix: mark() after the prefix, rewind() after each of them.
    struct Mark {
        std::int64_t length = 0;
        std::vector<std::function<void()>> rewinds; // one a layer
    };
    [[nodiscard]] Mark mark();
    void rewind(const Mark& mark);
};

// A Qwen3 or HypeNet language model; the two differ in configuration and mixers only.
// Shapes: B batch, T tokens, D hidden, V vocabulary.
class Decoder {
public:
    // Random weights (normal, initializer_range; norms one), drawn from the seed.
    Decoder(ModelConfig config, const MixerRegistry& registry, at::ScalarType type, std::uint64_t seed);
    // The weights of a folder, every tensor mapped or named in an error.
    static Decoder load(const ModelFolder& folder, const MixerRegistry& registry, at::ScalarType type);

    [[nodiscard]] const ModelConfig& config() const { return m_config; }
    [[nodiscard]] std::vector<DecoderLayer>& layers() { return m_layers; }
    [[nodiscard]] const std::vector<DecoderLayer>& layers() const { return m_layers; }
    [[nodiscard]] const at::Tensor& head_VD() const { return m_config.tie_word_embeddings ? m_embedding_VD : m_head_VD; }
    [[nodiscard]] const at::Tensor& embedding_VD() const { return m_embedding_VD; }
    [[nodiscard]] const at::Tensor& finalNorm_D() const { return m_norm_D; }

    // Positions and rotary tables for the next T tokens of a batch (padding_B: left padding, int64, may be undefined).
    [[nodiscard]] SequenceContext contextFor(std::int64_t batch, std::int64_t length, const DecoderCache* cache,
                                             const at::Tensor& padding_B = {}, bool scaleLogits = false) const;
    [[nodiscard]] at::Tensor embed(const at::Tensor& ids_BT) const;
    // Hidden states after the final norm. checkpointed: activations of each layer are recomputed in the backward pass.
    [[nodiscard]] at::Tensor hidden_BTD(const at::Tensor& ids_BT, const SequenceContext& context,
                                        DecoderCache* cache = nullptr, bool checkpointed = false) const;
    [[nodiscard]] at::Tensor logits(const at::Tensor& hidden) const; // hidden · headᵀ, in the model's type
    // expected: tokens that will be read in all, where that is known; keys and values then never move.
    [[nodiscard]] DecoderCache makeCache(std::int64_t expected = 0) const;
    // Replaces the model's attn_logits_scaling; contexts with scaleLogits use it from now on.
    void setLogitsScaling(const LogitsScaling& scaling);

    // Every parameter under its Hugging Face name, in file order; a tied head is listed once, as the embedding.
    [[nodiscard]] NamedTensors parameters() const;
    // Replaces a parameter; shape must fit. Throws Error(InvalidInput) for an unknown name.
    void set(const std::string& name, const at::Tensor& tensor);

private:
    // An undefined generator leaves the weights unset.
    Decoder(ModelConfig config, const MixerRegistry& registry, at::ScalarType type, const at::Generator& generator);

    ModelConfig m_config;
    at::Tensor m_embedding_VD, m_head_VD, m_norm_D;
    std::vector<DecoderLayer> m_layers;
};

// Writes config.json and tensors (model.safetensors or shards) into an existing folder.
void saveDecoder(const Decoder& decoder, const std::filesystem::path& folder, std::uint64_t maxShardBytes = 5'000'000'000);

// The student of stage 1: every layer gets the mixer, with the teacher's weights copied as halo.md section 2 says; the
// teacher's everything else is shared by reference. studentConfig comes from ModelPart and the teacher's config.
struct Stage1Student {
    ModelConfig config;                          // family hypenet
    std::vector<std::unique_ptr<Mixer>> mixers;  // one a layer
    NamedTensors transferred;                    // what came from the teacher, under HF names
};
[[nodiscard]] Stage1Student makeStage1Student(const Decoder& teacher, const ModelConfig& studentConfig,
                                              const MixerRegistry& registry, at::ScalarType type, std::uint64_t seed);

// The start of stage 2: stage-1 mixers at the linear layers, the teacher's attention (and a fresh o_gate, normal,
// std 0.02) at the "attn" layers of studentConfig, the teacher's everything else.
[[nodiscard]] Decoder makeStage2Student(const Decoder& teacher, const ModelConfig& studentConfig,
                                        std::vector<std::unique_ptr<Mixer>> stage1Mixers,
                                        const MixerRegistry& registry, at::ScalarType type, std::uint64_t seed);

} // namespace halyard
