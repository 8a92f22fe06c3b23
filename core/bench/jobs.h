// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bench/measure.h"
#include "core/io/model_config.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// Shapes of a benchmark, as on its command line.
struct BenchShape {
    std::int64_t hidden = 128, layers = 8, heads = 4, kv_heads = 2, head_dim = 32, ffn = 384, vocab = 512;
    std::int64_t batch = 8, length = 256;
    std::vector<std::int64_t> attention_layers = {2, 5};
    std::int64_t rows = 512;  // losses
    std::int64_t prompt = 512, new_tokens = 64;
};

// A Qwen3 teacher, or the HypeNet student with its attention layers (NoPE, output gate), of a shape; tied head.
[[nodiscard]] ModelConfig teacherConfig(const BenchShape& shape);
[[nodiscard]] ModelConfig studentConfig(const BenchShape& shape);

// Each makes random inputs and weights (normal, never zeros) and returns the call to time.
// Lightning attention forward and backward on (batch, length, heads, head_dim), fp32.
[[nodiscard]] MeasuredJob lightningJob(const BenchShape& shape, std::uint64_t seed);
// KL between two heads, and cross-entropy behind one: rows x hidden x vocab, forward and backward, fp32.
[[nodiscard]] MeasuredJob klJob(const BenchShape& shape, std::uint64_t seed);
[[nodiscard]] MeasuredJob crossEntropyJob(const BenchShape& shape, std::uint64_t seed);
// Logits of every position of a prompt (1, prompt).
[[nodiscard]] MeasuredJob forwardJob(const BenchShape& shape, std::uint64_t seed);
// Greedy decoding of new_tokens after a prompt, batch 1; one call decodes them all.
struct DecodeTimes {
    std::vector<double> prefill; // seconds of each call's prompt
    std::vector<double> token;   // seconds a decoded token of each call
};
[[nodiscard]] MeasuredJob decodeJob(const BenchShape& shape, std::uint64_t seed, DecodeTimes& times);
// One optimizer step of a stage: "pretrain", "1", "2", "3"; forward, backward, clip at 1, AdamW.
[[nodiscard]] MeasuredJob stepJob(const BenchShape& shape, const std::string& stage, std::uint64_t seed);
// Encoding every line of a file.
[[nodiscard]] MeasuredJob tokenizerJob(const std::filesystem::path& tokenizer, const std::filesystem::path& text);

} // namespace halyard
