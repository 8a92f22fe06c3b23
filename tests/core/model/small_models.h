// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/decoder.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace halyard::testing {

// Configurations of three small layers with vocabulary 61, hidden size 24, 4 heads of 8 and 2 key/value heads.
[[nodiscard]] Json qwen3Document();
[[nodiscard]] Json hypenetDocument(); // linear, softmax, linear; no switch set

// One model of each kind of layer and switch.
struct Variant {
    std::string name;
    Json document;
};
[[nodiscard]] std::vector<Variant> variants();

// Random weights, the norms' too, so that an exchanged or forgotten tensor shows.
[[nodiscard]] Decoder randomDecoder(const Json& document, const MixerRegistry& registry = standardMixers(),
                                    std::uint64_t seed = 7);
[[nodiscard]] at::Tensor randomIds(std::int64_t batch, std::int64_t length, std::uint64_t seed);

// Logits of a whole sequence without a cache, the queries scaled as the configuration says.
[[nodiscard]] at::Tensor logitsOf(const Decoder& decoder, const at::Tensor& ids_BT, const at::Tensor& padding_B = {});
// Logits of the next tokens of a cache.
at::Tensor continued(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache);
// The same of a sequence read in pieces.
[[nodiscard]] at::Tensor readInPieces(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache,
                                      std::int64_t piece);

// max |a - b| / max |b|; infinite where the shapes differ.
[[nodiscard]] double errorOf(const at::Tensor& found, const at::Tensor& expected);

// Everything a mixer and a decoder with it must keep: reading in pieces and decoding give the logits of the whole
// sequence, padded rows those of single ones, and padding leaves no trace in a cache.
void expectCacheEqualsWhole(const Decoder& decoder);
void expectPaddingChangesNothing(const Decoder& decoder);

} // namespace halyard::testing
