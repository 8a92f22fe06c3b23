// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"
#include "core/model/named_tensor.h"
#include "core/model/parameter_set.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace halyard {

// What every layer of one forward pass shares.
struct SequenceContext {
    at::Tensor positions_BT; // int64, 0-based among real tokens (left padding counts from negative numbers up)
    at::Tensor firstToken_B; // int64, index of the first real token within this call; undefined = no padding
    at::Tensor cos_BTD;      // rotary tables of the positions, fp32 -> compute type; (1 or B, T, head_dim)
    at::Tensor sin_BTD;
    std::int64_t past = 0;   // tokens already in the caches
    bool scaleLogits = false; // attn_logits_scaling is applied (evaluation), or not (training)
};

// What a mixer remembers between calls: several named tensors.
class MixerCache {
public:
    virtual ~MixerCache() = default;
    [[nodiscard]] virtual NamedTensors tensors() const = 0;
    // How many tokens will be read in all, said before the first: room for them can be made at once.
    virtual void expect(std::int64_t /*tokens*/) {}
    // What puts the cache back to this moment after more was read into it. It costs nothing that grows with what was
    // read before; it is good until the cache goes back further.
    [[nodiscard]] virtual std::function<void()> mark() = 0;
    [[nodiscard]] std::int64_t bytes() const;
};

class SoftmaxAttention;

// One sequence mixer: (B,T,d) -> (B,T,d). Names of its tensors are relative to "self_attn." ("q_proj.weight").
class Mixer {
public:
    virtual ~Mixer() = default;
    [[nodiscard]] virtual std::string_view kind() const = 0; // published name: "attn", "lightning-attn"
    // x is the output of input_layernorm. cache may be null (training); otherwise it is read and advanced.
    [[nodiscard]] virtual at::Tensor forward(const at::Tensor& x_BTd, const SequenceContext& context,
                                             MixerCache* cache) = 0;
    [[nodiscard]] virtual std::unique_ptr<MixerCache> makeCache() const = 0;
    // Live references in a fixed order; assigning to .tensor of the result does not change the mixer, set() does.
    [[nodiscard]] virtual NamedTensors parameters() const = 0;
    virtual void set(const std::string& name, const at::Tensor& tensor) = 0;
    // Copies what the teacher's softmax attention has (halo.md section 2, "Weight transfer"); the rest keeps its
    // initial values. Returns the names copied.
    virtual std::vector<std::string> transferFrom(const SoftmaxAttention& teacher) = 0;
    // Scaling of the queries from now on; a mixer without softmax has none.
    virtual void setLogitsScaling(const LogitsScaling& /*scaling*/) {}
};

// Makes mixers by published name. A program builds one with standardMixers() and may add its own.
class MixerRegistry {
public:
    // Creates a mixer with freshly initialised parameters (random draws come from generator).
    using Factory = std::function<std::unique_ptr<Mixer>(const ModelConfig&, at::ScalarType, at::Generator)>;
    void add(const std::string& publishedName, Factory factory, const std::vector<std::string>& aliases = {});
    // Throws Error(InvalidInput) listing the known names.
    [[nodiscard]] std::unique_ptr<Mixer> make(const std::string& name, const ModelConfig& config,
                                              at::ScalarType type, at::Generator generator) const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::map<std::string, Factory> m_factories;
};

// "attn" and "lightning-attn" (also read: "lightning_attn").
[[nodiscard]] MixerRegistry standardMixers();

} // namespace halyard
