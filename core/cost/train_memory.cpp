// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/train_memory.h"

#include "core/cost/cost.h"
#include "core/io/lightning_config.h"

#include <algorithm>
#include <cmath>

namespace halyard {

namespace {

// Measured with LibTorch 2.11 on x86-64 (bench/forecast).
constexpr double kProgramBytes = 160e6; // the worker before it has read a model
constexpr double kThreadBytes = 10e6;   // stack, allocator and matrix buffers of a thread
constexpr double kHoles = 1.04;         // pages that the allocator holds for what it has given out: rounding and holes
// Of activations that are computed again, the share that stays resident: gradients, which last, settle in the places that
// one layer's leave, so that the next layer's no longer fit there.
constexpr double kStaysOfRecomputed = 0.43;
constexpr double kFloat = 4;

// As kernels/ops/linear_losses.cpp divides the rows.
constexpr double kLogitsBytes = 160.0 * (1 << 20);
constexpr double kSmallestChunk = 16;

double number(std::int64_t value) {
    return static_cast<double>(value);
}

// The sizes that every formula uses.
struct Sizes {
    double tokens, hidden, inner, vocabulary, layers; // N, D, F, V
    double element;                                   // e
    Sizes(const RunSpec& spec, const ModelConfig& config)
        : tokens(number(spec.data.batch_size) * number(spec.data.context_length)), hidden(number(config.hidden_size)),
          inner(number(config.intermediate_size)), vocabulary(number(config.vocab_size)),
          layers(number(config.num_hidden_layers)), element(spec.train.dtype == "bfloat16" ? 2 : kFloat) {}
    [[nodiscard]] double states() const { return element * tokens * hidden; } // bytes of one N x D
    [[nodiscard]] double innerStates() const { return element * tokens * inner; }
    [[nodiscard]] double head() const { return element * vocabulary * hidden; }
};

// What a mixer keeps for its backward pass, and what that pass makes at once.
struct MixerBytes {
    double kept = 0;
    double width = 0; // bytes of N x W
};

MixerBytes attentionBytes(const ModelConfig& config, const Sizes& sizes) {
    const double width = number(config.num_attention_heads * config.head_dim);
    const double kvWidth = number(config.num_key_value_heads * config.head_dim);
    const double gate = config.attn_use_output_gate ? 2 * width : 0;
    const double elements = 3 * width + kvWidth + 2 * std::max(width, kvWidth) + gate;
    return {sizes.tokens * (sizes.element * elements + kFloat * number(config.num_attention_heads)),
            sizes.element * sizes.tokens * width};
}

MixerBytes lightningBytes(const ModelConfig& config, const Sizes& sizes) {
    const LightningConfig own = lightningConfig(config, "config.json");
    const double width = number(own.heads * own.head_dim);
    const double kvWidth = number(own.kv_heads * own.head_dim);
    double elements = 3 * width + kvWidth + 2 * std::max(width, kvWidth);
    elements += own.use_output_norm ? width : 0;
    elements += own.use_output_gate ? 2 * width : 0;
    elements += own.use_short_conv ? 3 * (width + 2 * kvWidth) : 0;
    return {sizes.tokens * sizes.element * elements, sizes.element * sizes.tokens * width};
}

MixerBytes mixerBytes(const ModelConfig& config, const std::string& mixer, const Sizes& sizes) {
    return mixer == "attn" ? attentionBytes(config, sizes) : lightningBytes(config, sizes);
}

// All mixers together, and the largest.
struct Mixers {
    double kept = 0;
    MixerBytes largest;
};

Mixers mixersOf(const ModelConfig& config, const Sizes& sizes) {
    Mixers out;
    for (const char* kind : {"attn", "lightning-attn"}) {
        const auto count = std::count(config.mixer_types.begin(), config.mixer_types.end(), kind);
        if (count > 0) {
            const MixerBytes bytes = mixerBytes(config, kind, sizes);
            out.kept += number(count) * bytes.kept;
            out.largest.kept = std::max(out.largest.kept, bytes.kept);
            out.largest.width = std::max(out.largest.width, bytes.width);
        }
    }
    return out;
}

// A chunk of logits in fp32, and for training in bfloat16 the fp32 copies that it is computed from.
double lossBytes(const RunSpec& spec, const Sizes& sizes) {
    const double models = spec.kind == RunKind::Stage2 ? 2 : 1;
    const double fitting = std::max(kSmallestChunk, std::floor(kLogitsBytes / (kFloat * sizes.vocabulary)));
    const double chunks = std::max(1.0, std::ceil(sizes.tokens / fitting));
    const double rows = std::ceil(sizes.tokens / chunks);
    const double head = kFloat * sizes.vocabulary * sizes.hidden;
    const double states = kFloat * sizes.tokens * sizes.hidden;
    const bool copies = sizes.element < kFloat;
    const double gradients = head + states + (copies ? (head + states) / 2 : 0);
    return models * kFloat * rows * sizes.vocabulary + (copies ? models * (head + states) : 0) + gradients;
}

double decoderStep(const RunSpec& spec, const RunModels& models, double gradients) {
    const ModelConfig& config = models.student;
    const Sizes sizes(spec, config);
    const Mixers mixers = mixersOf(config, sizes);
    const double whole = 4 * sizes.states() + 3 * sizes.innerStates(); // of a layer, without its mixer
    const double ends = (models.teacher ? 3 : 2) * sizes.states();     // embeddings, final states, the teacher's
    const double last = whole + mixers.largest.kept;
    const double passing = std::max(3 * sizes.innerStates(), 3 * mixers.largest.width) + 2 * sizes.states();
    const bool recomputes = spec.train.activation_checkpointing;
    const double kept = ends + (recomputes ? sizes.layers * sizes.states() : sizes.layers * whole + mixers.kept);
    const double loss = kept + lossBytes(spec, sizes);
    const double backward = kept + (recomputes ? last : 0) + passing + sizes.head();
    const double embedding = config.tie_word_embeddings ? sizes.head() : 0;
    // Once there are gradients of an earlier micro-batch, new ones are added to them and let go.
    const bool adds = spec.data.accumulation > 1;
    const double again = last + passing + kStaysOfRecomputed * (sizes.layers * whole + mixers.kept);
    const double end = (adds ? sizes.head() : gradients) + embedding + ends + (recomputes ? again : 0);
    return (adds ? gradients : 0) + std::max({loss, backward, end});
}

double alignStep(const RunSpec& spec, const RunModels& models, double gradients) {
    const Sizes sizes(spec, models.student);
    const MixerBytes mixer = mixersOf(models.student, sizes).largest;
    const double fitting = mixer.kept + 3 * mixer.width + (1 + 2 * kFloat / sizes.element) * sizes.states();
    const double finishing = 3 * sizes.innerStates() + sizes.states();
    return gradients + 3 * sizes.states() + std::max(fitting, finishing);
}

} // namespace

double trainedParameters(const RunSpec& spec, const RunModels& models) {
    const ParameterCount count = parameterCount(models.student);
    return number(spec.kind == RunKind::Stage1 ? count.mixers : count.total());
}

TrainMemory trainMemory(const RunSpec& spec, const RunModels& models, int threads) {
    const double element = Sizes(spec, models.student).element;
    const double trained = trainedParameters(spec, models);
    const double teacher = models.teacher ? number(parameterCount(*models.teacher).total()) : 0;
    TrainMemory out;
    out.program = kProgramBytes + kThreadBytes * threads;
    out.weights = element * (teacher + trained);
    out.optimizer = (element < kFloat ? 3 : 2) * kFloat * trained;
    out.step = spec.kind == RunKind::Stage1 ? alignStep(spec, models, element * trained)
                                            : decoderStep(spec, models, element * trained);
    out.holes = (kHoles - 1) * (out.weights + out.optimizer + out.step);
    return out;
}

} // namespace halyard
