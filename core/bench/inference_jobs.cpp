// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/bench/jobs.h"
#include "core/model/decoder.h"
#include "core/text/tokenizer.h"

#include <chrono>
#include <memory>
#include <sstream>

namespace halyard {

namespace {

constexpr std::size_t kTextLimit = 256U << 20U;

struct Inference {
    Decoder decoder;
    at::Tensor ids_BT;
};

std::shared_ptr<Inference> makeInference(const BenchShape& shape, std::int64_t batch, std::uint64_t seed) {
    at::manual_seed(seed);
    return std::make_shared<Inference>(
        Inference{Decoder(teacherConfig(shape), standardMixers(), at::kFloat, seed),
                  at::randint(shape.vocab, {batch, shape.prompt}, at::kLong)});
}

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

at::Tensor mostLikelyNext(const Decoder& decoder, const at::Tensor& ids_BT, DecoderCache& cache) {
    const at::Tensor hidden_BTD = decoder.hidden_BTD(ids_BT, decoder.contextFor(ids_BT.size(0), ids_BT.size(1), &cache), &cache);
    return decoder.logits(hidden_BTD.slice(1, -1)).argmax(-1);
}

} // namespace

MeasuredJob forwardJob(const BenchShape& shape, std::uint64_t seed) {
    return {.call = [inference = makeInference(shape, shape.batch, seed)] {
        const at::NoGradGuard noGrad;
        const at::Tensor& ids_BT = inference->ids_BT;
        const Decoder& decoder = inference->decoder;
        (void)decoder.logits(decoder.hidden_BTD(ids_BT, decoder.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr)));
    }};
}

MeasuredJob decodeJob(const BenchShape& shape, std::uint64_t seed, DecodeTimes& times) {
    return {.call = [inference = makeInference(shape, 1, seed), count = shape.new_tokens, &times] {
        const at::NoGradGuard noGrad;
        DecoderCache cache = inference->decoder.makeCache();
        const auto start = std::chrono::steady_clock::now();
        at::Tensor token_BT = mostLikelyNext(inference->decoder, inference->ids_BT, cache);
        times.prefill.push_back(secondsSince(start));
        const auto middle = std::chrono::steady_clock::now();
        for (std::int64_t i = 0; i < count; ++i) {
            token_BT = mostLikelyNext(inference->decoder, token_BT, cache);
        }
        times.token.push_back(secondsSince(middle) / static_cast<double>(count));
    }};
}

MeasuredJob tokenizerJob(const std::filesystem::path& tokenizer, const std::filesystem::path& text) {
    auto lines = std::make_shared<std::vector<std::string>>();
    std::istringstream content(readFile(text, kTextLimit));
    for (std::string line; std::getline(content, line);) {
        lines->push_back(line);
    }
    return {.call = [loaded = std::make_shared<Tokenizer>(tokenizer), lines] {
        for (const std::string& line : *lines) {
            (void)loaded->encode(line);
        }
    }};
}

} // namespace halyard
