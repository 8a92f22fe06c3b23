// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/model/small_models.h"

#include <ATen/CPUGeneratorImpl.h>

#include <limits>

namespace halyard::testing {

namespace {

constexpr double kTolerance = 1e-5; // of errorOf
constexpr std::int64_t kVocabulary = 61;

Json with(Json document, const Json& changes) {
    document.update(changes);
    return document;
}

// Rows of several lengths on the right of a batch whose rest is random.
struct PaddedBatch {
    std::vector<at::Tensor> rows_T;
    at::Tensor ids_BT, padding_B;
};

PaddedBatch paddedBatch(std::int64_t width, std::uint64_t garbage) {
    PaddedBatch out;
    const std::vector<std::int64_t> lengths = {70, 9, 1, 33};
    std::vector<std::int64_t> padding;
    out.ids_BT = randomIds(static_cast<std::int64_t>(lengths.size()), width, garbage);
    for (std::size_t row = 0; row < lengths.size(); ++row) {
        out.rows_T.push_back(randomIds(1, lengths[row], 100 + row)[0]);
        padding.push_back(width - lengths[row]);
        out.ids_BT[static_cast<std::int64_t>(row)].narrow(0, padding.back(), lengths[row]).copy_(out.rows_T.back());
    }
    out.padding_B = at::tensor(padding, at::kLong);
    return out;
}

at::Tensor realPart(const at::Tensor& logits_BTV, const PaddedBatch& batch, std::size_t row) {
    const std::int64_t length = batch.rows_T[row].size(0);
    return logits_BTV[static_cast<std::int64_t>(row)].slice(0, logits_BTV.size(1) - length);
}

void expectRows(const at::Tensor& logits_BTV, const PaddedBatch& batch, const Decoder& decoder) {
    for (std::size_t row = 0; row < batch.rows_T.size(); ++row) {
        const at::Tensor alone_TV = logitsOf(decoder, batch.rows_T[row].unsqueeze(0))[0];
        EXPECT_LT(errorOf(realPart(logits_BTV, batch, row), alone_TV), kTolerance) << "row " << row;
    }
}

// What the linear layers remember does not depend on what the padding was.
void expectSameStates(const DecoderCache& a, const DecoderCache& b) {
    for (std::size_t layer = 0; layer < a.layers.size(); ++layer) {
        const NamedTensors first = a.layers[layer]->tensors();
        const NamedTensors second = b.layers[layer]->tensors();
        ASSERT_EQ(first.size(), second.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            if (first[i].name != "keys" && first[i].name != "values") { // softmax masks them instead
                EXPECT_TRUE(at::equal(first[i].tensor, second[i].tensor)) << "layer " << layer << ' ' << first[i].name;
            }
        }
    }
}

} // namespace

Json qwen3Document() {
    return {
        {"model_type", "qwen3"},   {"vocab_size", kVocabulary}, {"hidden_size", 24},        {"intermediate_size", 40},
        {"num_hidden_layers", 3},  {"num_attention_heads", 4},  {"num_key_value_heads", 2}, {"head_dim", 8},
        {"initializer_range", 0.2}};
}

Json hypenetDocument() {
    return with(qwen3Document(),
                {{"model_type", "hypenet"}, {"mixer_types", {"lightning-attn", "attn", "lightning-attn"}}});
}

std::vector<Variant> variants() {
    return {
        {"qwen3, tied", with(qwen3Document(), {{"tie_word_embeddings", true}})},
        {"qwen3, one key head", with(qwen3Document(), {{"num_key_value_heads", 1}, {"attention_bias", true}})},
        {"hypenet, no switch", hypenetDocument()},
        {"hypenet, hybrid positions", with(hypenetDocument(), {{"attn_use_rope", false},
                                                               {"attn_use_output_gate", true},
                                                               {"attn_logits_scaling", "hype 20"},
                                                               {"lightning_nkv", 4},
                                                               {"lightning_use_qk_norm", true},
                                                               {"lightning_use_output_norm", true},
                                                               {"lightning_use_output_gate", true}})},
        {"hypenet, short convolution",
         with(hypenetDocument(),
              {{"lightning_use_short_conv", true}, {"lightning_conv_size", 3}, {"tie_word_embeddings", true}})},
        {"hypenet, other heads", with(hypenetDocument(), {{"lightning_nh", 6},
                                                          {"lightning_nkv", 3},
                                                          {"lightning_head_dim", 4},
                                                          {"lightning_use_rope", false},
                                                          {"lightning_scale", "1/d"},
                                                          {"attention_bias", true},
                                                          {"attn_logits_scaling", 2}})},
    };
}

Decoder randomDecoder(const Json& document, const MixerRegistry& registry, std::uint64_t seed) {
    Decoder decoder(modelConfigFromJson(document, "a test"), registry, at::kFloat, seed);
    const at::Generator generator = at::detail::createCPUGenerator(seed + 1);
    for (const NamedTensor& parameter : decoder.parameters()) {
        if (parameter.tensor.dim() == 1) { // norms and biases begin as constants
            decoder.set(parameter.name, at::empty_like(parameter.tensor).normal_(1, 0.2, generator));
        }
    }
    return decoder;
}

at::Tensor randomIds(std::int64_t batch, std::int64_t length, std::uint64_t seed) {
    return at::randint(kVocabulary, {batch, length}, at::detail::createCPUGenerator(seed), at::kLong);
}

at::Tensor logitsOf(const Decoder& decoder, const at::Tensor& ids_BT, const at::Tensor& padding_B) {
    const auto context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr, padding_B, true);
    return decoder.logits(decoder.hidden_BTD(ids_BT, context));
}

at::Tensor continued(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache) {
    const auto context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), &cache, {}, true);
    return decoder.logits(decoder.hidden_BTD(ids_BT, context, &cache));
}

at::Tensor readInPieces(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache, std::int64_t piece) {
    std::vector<at::Tensor> parts;
    for (const at::Tensor& ids : ids_BT.split(piece, 1)) {
        parts.push_back(continued(decoder, ids, cache));
    }
    return at::cat(parts, 1);
}

double errorOf(const at::Tensor& found, const at::Tensor& expected) {
    if (found.sizes() != expected.sizes()) {
        return std::numeric_limits<double>::infinity();
    }
    return (found - expected).abs().max().item<double>() / expected.abs().max().item<double>();
}

void expectCacheEqualsWhole(const Decoder& decoder) {
    const at::NoGradGuard noGradients;
    const at::Tensor ids_BT = randomIds(2, 150, 1);
    const at::Tensor whole_BTV = logitsOf(decoder, ids_BT);
    DecoderCache once = decoder.makeCache();
    EXPECT_LT(errorOf(continued(decoder, ids_BT, once), whole_BTV), kTolerance);
    for (const std::int64_t piece : {1, 3, 7, 64}) {
        SCOPED_TRACE("pieces of " + std::to_string(piece));
        DecoderCache cache = decoder.makeCache();
        EXPECT_LT(errorOf(readInPieces(decoder, ids_BT, cache, piece), whole_BTV), kTolerance);
        EXPECT_EQ(cache.length, 150);
        EXPECT_EQ(cache.bytes(), once.bytes());
        for (std::size_t layer = 0; layer < once.layers.size(); ++layer) {
            const NamedTensors kept = cache.layers[layer]->tensors();
            const NamedTensors expected = once.layers[layer]->tensors();
            ASSERT_EQ(kept.size(), expected.size());
            for (std::size_t i = 0; i < kept.size(); ++i) {
                EXPECT_EQ(kept[i].name, expected[i].name);
                EXPECT_LT(errorOf(kept[i].tensor, expected[i].tensor), kTolerance) << kept[i].name;
            }
        }
    }
}

void expectPaddingChangesNothing(const Decoder& decoder) {
    const at::NoGradGuard noGradients;
    constexpr std::int64_t kWidth = 80;
    const PaddedBatch batch = paddedBatch(kWidth, 11);
    const PaddedBatch other = paddedBatch(kWidth, 12);
    ASSERT_FALSE(at::equal(batch.ids_BT, other.ids_BT));
    expectRows(logitsOf(decoder, batch.ids_BT, batch.padding_B), batch, decoder);
    for (const std::int64_t piece : {1, 7, 37, 80}) {
        SCOPED_TRACE("pieces of " + std::to_string(piece));
        DecoderCache cache = decoder.makeCache();
        cache.padding_B = batch.padding_B;
        const at::Tensor logits_BTV = readInPieces(decoder, batch.ids_BT, cache, piece);
        EXPECT_TRUE(logits_BTV.isfinite().all().item<bool>());
        expectRows(logits_BTV, batch, decoder);
        DecoderCache second = decoder.makeCache();
        second.padding_B = other.padding_B;
        const at::Tensor same_BTV = readInPieces(decoder, other.ids_BT, second, piece);
        for (std::size_t row = 0; row < batch.rows_T.size(); ++row) {
            EXPECT_TRUE(at::equal(realPart(same_BTV, other, row), realPart(logits_BTV, batch, row))) << "row " << row;
        }
        expectSameStates(cache, second);
    }
}

} // namespace halyard::testing
