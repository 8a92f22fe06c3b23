// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/compare_logits.h"

#include "core/model/decoder.h"

#include <limits>
#include <random>

namespace halyard {

namespace {

constexpr std::int64_t kRows = 2;
constexpr std::int64_t kTokens = 48;
constexpr std::uint64_t kFloatLimit = 8'000'000'000;

} // namespace

at::Tensor comparisonIds(std::int64_t vocabSize) {
    at::Tensor ids_BT = at::empty({kRows, kTokens}, at::kLong);
    std::mt19937_64 random(20260122);
    std::int64_t* out = ids_BT.mutable_data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < kRows * kTokens; ++i) {
        out[i] = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(vocabSize));
    }
    return ids_BT;
}

at::ScalarType comparisonType(const ModelFolder& model, const std::string& storedDtype) {
    std::uint64_t elements = 0;
    for (const auto& [name, entry] : model.tensors.tensors()) {
        elements += elementCount(entry.info->shape).value_or(0);
    }
    return storedDtype == "float32" || elements * sizeof(float) <= kFloatLimit ? at::kFloat : at::kBFloat16;
}

at::Tensor logitsOf(const ModelFolder& model, const at::Tensor& ids_BT, at::ScalarType type) {
    const at::NoGradGuard noGrad;
    const Decoder decoder = Decoder::load(model, standardMixers(), type);
    const SequenceContext context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr, {}, true);
    return decoder.logits(decoder.hidden_BTD(ids_BT, context)).to(at::kFloat).contiguous();
}

double relativeError(const at::Tensor& a, const at::Tensor& b) {
    constexpr double kNone = std::numeric_limits<double>::infinity();
    if (a.sizes() != b.sizes() || !a.isfinite().all().item<bool>() || !b.isfinite().all().item<bool>()) {
        return kNone;
    }
    const double largest = b.abs().max().item<double>();
    const double difference = (a - b).abs().max().item<double>();
    return difference == 0 ? 0 : largest == 0 ? kNone : difference / largest;
}

} // namespace halyard
