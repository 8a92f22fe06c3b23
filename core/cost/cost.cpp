// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/cost.h"

#include "core/base/error.h"
#include "core/io/lightning_config.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr double kChunk = 64; // tokens a chunk of the chunked lightning form

// One layer's mixer from the configuration.
struct MixerCost {
    std::int64_t parameters = 0;
    std::int64_t weights = 0;     // of them, elements of matrices every token is multiplied with
    double attendedWidth = 0;     // attention: heads x head_dim
    double flopsPerTokenHead = 0; // lightning: per token and head
    std::int64_t heads = 0;
    std::int64_t kvElements = 0;    // cached for each token
    std::int64_t stateElements = 0; // kept whatever the length
};

MixerCost attention(const ModelConfig& config) {
    const std::int64_t width = config.num_attention_heads * config.head_dim;
    const std::int64_t kvWidth = config.num_key_value_heads * config.head_dim;
    MixerCost cost;
    cost.weights = config.hidden_size * (2 * width + 2 * kvWidth + (config.attn_use_output_gate ? width : 0));
    cost.parameters = cost.weights + 2 * config.head_dim; // q_norm, k_norm
    if (config.attention_bias) {
        cost.parameters += width + 2 * kvWidth + config.hidden_size;
    }
    cost.attendedWidth = static_cast<double>(width);
    cost.heads = config.num_attention_heads;
    cost.kvElements = 2 * kvWidth;
    return cost;
}

MixerCost lightning(const ModelConfig& config) {
    const LightningConfig own = lightningConfig(config, "config.json");
    const std::int64_t width = own.heads * own.head_dim;
    const std::int64_t kvWidth = own.kv_heads * own.head_dim;
    const std::int64_t channels = own.use_short_conv ? width + 2 * kvWidth : 0;
    MixerCost cost;
    cost.weights =
        config.hidden_size * (2 * width + 2 * kvWidth + (own.use_output_gate ? width : 0)) + channels * own.conv_size;
    cost.parameters = cost.weights + (own.use_qk_norm ? 2 * own.head_dim : 0) + (own.use_output_norm ? width : 0);
    if (config.attention_bias) {
        cost.parameters += width + 2 * kvWidth + config.hidden_size + (own.use_output_gate ? width : 0);
    }
    // 4KV + 2C(K+V) with K = V = D: state update and read-out, and the two products within a chunk of C tokens.
    const auto d = static_cast<double>(own.head_dim);
    cost.flopsPerTokenHead = 4 * d * d + 4 * kChunk * d;
    cost.heads = own.heads;
    cost.stateElements = own.heads * own.head_dim * own.head_dim + channels * (own.conv_size - 1);
    return cost;
}

MixerCost mixerCost(const ModelConfig& config, const std::string& mixer) {
    if (mixer == "attn") {
        return attention(config);
    }
    if (mixer == "lightning-attn") {
        return lightning(config);
    }
    throw invalidInput(
        HALYARD_TEXT("config.json: \"mixer_types\" names \"{mixer}\", whose cost is not known (known: attn, "
                     "lightning-attn)."),
        {{"mixer", printable(mixer, 60)}});
}

// A model may have thousands of layers but has only a few kinds.
template <typename Visit> void forEachMixer(const ModelConfig& config, const Visit& visit) {
    std::vector<std::string> kinds = config.mixer_types;
    std::sort(kinds.begin(), kinds.end());
    for (auto at = kinds.begin(); at != kinds.end();) {
        const auto end = std::upper_bound(at, kinds.end(), *at);
        visit(mixerCost(config, *at), static_cast<std::int64_t>(end - at));
        at = end;
    }
}

std::int64_t mlpWeights(const ModelConfig& config) {
    return 3 * config.hidden_size * config.intermediate_size;
}

} // namespace

ParameterCount parameterCount(const ModelConfig& config) {
    ParameterCount count;
    count.embedding = config.vocab_size * config.hidden_size;
    count.head = config.tie_word_embeddings ? 0 : count.embedding;
    forEachMixer(config,
                 [&](const MixerCost& mixer, std::int64_t layers) { count.mixers += layers * mixer.parameters; });
    count.mlps = config.num_hidden_layers * mlpWeights(config);
    count.norms = (2 * config.num_hidden_layers + 1) * config.hidden_size;
    return count;
}

double forwardFlops(const ModelConfig& config, std::int64_t context, std::int64_t headTokens) {
    const auto tokens = static_cast<double>(context);
    const double pairs = tokens * (tokens + 1) / 2; // causal: token t sees t + 1
    double flops = 2 * tokens * static_cast<double>(config.num_hidden_layers * mlpWeights(config));
    forEachMixer(config, [&](const MixerCost& mixer, std::int64_t layers) {
        const double perLayer = 2 * tokens * static_cast<double>(mixer.weights) + 4 * mixer.attendedWidth * pairs +
                                mixer.flopsPerTokenHead * static_cast<double>(mixer.heads) * tokens;
        flops += static_cast<double>(layers) * perLayer;
    });
    return flops + 2 * static_cast<double>(headTokens) * static_cast<double>(config.vocab_size * config.hidden_size);
}

CacheBytes cacheBytes(const ModelConfig& config, std::int64_t context, std::int64_t bytesPerElement) {
    CacheBytes bytes;
    forEachMixer(config, [&](const MixerCost& mixer, std::int64_t layers) {
        bytes.kv += layers * mixer.kvElements * context * bytesPerElement;
        bytes.state += layers * mixer.stateElements * 4;
    });
    return bytes;
}

double decodeBytes(const ModelConfig& config, std::int64_t context, std::int64_t bytesPerElement) {
    const ParameterCount parameters = parameterCount(config);
    const CacheBytes cache = cacheBytes(config, context, bytesPerElement);
    const std::int64_t head = parameters.head > 0 ? parameters.head : parameters.embedding;
    const std::int64_t weights = head + parameters.mixers + parameters.mlps + parameters.norms;
    return static_cast<double>(weights * bytesPerElement) + static_cast<double>(cache.kv) +
           2 * static_cast<double>(cache.state);
}

} // namespace halyard
