// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, D hidden, N = B·T positions.
#include "core/select/probe/layer_screen.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/eval/held_out_loss.h"
#include "kernels/ops/linear_losses.h"
#include "kernels/ops/norm.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace halyard {

namespace {

// One batch: what the teacher makes of it, and what it would with other mixers.
class ScreenedBatch {
public:
    ScreenedBatch(const Decoder& teacher, const std::vector<std::unique_ptr<Mixer>>& mixers, const at::Tensor& ids_BT)
        : m_teacher(teacher), m_mixers(mixers), m_context(teacher.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr)),
          m_embedded_BTD(teacher.embed(ids_BT)), m_target_N(ids_BT.slice(1, 1).flatten()) {
        m_teacherFinal_BTD = m_embedded_BTD;
        for (std::size_t i = 0; i < layers().size(); ++i) {
            m_teacherFinal_BTD = through(i, m_teacherFinal_BTD, false);
        }
        m_teacherFinal_BTD = normed(m_teacherFinal_BTD);
    }

    [[nodiscard]] double teacherLoss() const { return lossOf(m_teacherFinal_BTD); }

    // Adds the effects of exchanging each layer alone: linear ones into the teacher, or the teacher's into the all-linear
    // model, whose own effect goes to whole.
    void exchange(bool intoLinear, std::vector<LayerEffect>& effects, LayerEffect* whole) const {
        at::Tensor below_BTD = m_embedded_BTD;
        for (std::size_t i = 0; i < layers().size(); ++i) {
            at::Tensor h_BTD = through(i, below_BTD, !intoLinear);
            for (std::size_t above = i + 1; above < layers().size(); ++above) {
                h_BTD = through(above, h_BTD, intoLinear);
            }
            add(normed(h_BTD), effects[i]);
            below_BTD = through(i, below_BTD, intoLinear);
        }
        if (whole != nullptr) {
            add(normed(below_BTD), *whole);
        }
    }

private:
    [[nodiscard]] const std::vector<DecoderLayer>& layers() const { return m_teacher.layers(); }

    [[nodiscard]] at::Tensor through(std::size_t layer, const at::Tensor& h_BTD, bool linear) const {
        Mixer& mixer = linear ? *m_mixers[layer] : *layers()[layer].mixer;
        return layers()[layer].finish(h_BTD, mixer.forward(layers()[layer].mixerInput(h_BTD), m_context, nullptr));
    }

    [[nodiscard]] at::Tensor normed(const at::Tensor& h_BTD) const {
        return ops::rmsNorm(h_BTD, m_teacher.finalNorm_D(), m_teacher.config().rms_norm_eps);
    }

    [[nodiscard]] double lossOf(const at::Tensor& final_BTD) const {
        return ops::linearCrossEntropy(final_BTD.slice(1, 0, -1).flatten(0, 1), m_teacher.head_VD(), m_target_N, 1.0).item<double>();
    }

    void add(const at::Tensor& final_BTD, LayerEffect& effect) const {
        effect.kl += ops::linearKlDivergence(final_BTD.flatten(0, 1), m_teacher.head_VD(), m_teacherFinal_BTD.flatten(0, 1),
                                             m_teacher.head_VD(), 1.0)
                         .item<double>();
        effect.loss += lossOf(final_BTD);
        const at::Tensor difference = (final_BTD.to(at::kFloat) - m_teacherFinal_BTD.to(at::kFloat)).view(-1);
        effect.mse += at::dot(difference, difference).item<double>() / static_cast<double>(final_BTD.size(-1));
    }

    const Decoder& m_teacher;
    const std::vector<std::unique_ptr<Mixer>>& m_mixers;
    SequenceContext m_context;
    at::Tensor m_embedded_BTD;
    at::Tensor m_target_N;
    at::Tensor m_teacherFinal_BTD;
};

void divide(LayerEffect& effect, double positions, double predictions) {
    effect.kl /= positions;
    effect.mse /= positions;
    effect.loss /= predictions;
}

void add(const LayerEffect& from, LayerEffect& to) {
    to.kl += from.kl;
    to.loss += from.loss;
    to.mse += from.mse;
}

bool isFinite(const LayerEffect& effect) {
    return std::isfinite(effect.kl) && std::isfinite(effect.loss) && std::isfinite(effect.mse);
}

} // namespace

void LayerScreenSums::add(const LayerScreenSums& other) {
    sums.replaced.resize(other.sums.replaced.size());
    sums.restored.resize(other.sums.restored.size());
    sums.teacherLoss += other.sums.teacherLoss;
    halyard::add(other.sums.allLinear, sums.allLinear);
    for (std::size_t i = 0; i < other.sums.replaced.size(); ++i) {
        halyard::add(other.sums.replaced[i], sums.replaced[i]);
        halyard::add(other.sums.restored[i], sums.restored[i]);
    }
    sums.positions += other.sums.positions;
    predictions += other.predictions;
}

LayerScreen LayerScreenSums::means() const {
    LayerScreen screen = sums;
    const double positions = static_cast<double>(screen.positions);
    screen.teacherLoss /= predictions;
    divide(screen.allLinear, positions, predictions);
    for (std::vector<LayerEffect>* effects : {&screen.replaced, &screen.restored}) {
        for (LayerEffect& effect : *effects) {
            divide(effect, positions, predictions);
        }
    }
    return screen;
}

void LayerScreenSums::requireFinite() const {
    for (std::size_t i = 0; i < sums.replaced.size(); ++i) {
        if (!isFinite(sums.replaced[i])) {
            throw failure(HALYARD_TEXT("With the mixer of layer {layer} exchanged, the model's states are not finite numbers."),
                          {{"layer", std::to_string(i)}});
        }
    }
    if (!std::isfinite(sums.teacherLoss) || !isFinite(sums.allLinear) || !std::all_of(sums.restored.begin(), sums.restored.end(), isFinite)) {
        throw failure(HALYARD_TEXT("With several mixers exchanged, the model's states are not finite numbers."));
    }
}

LayerScreenSums screenBatch(const Decoder& teacher, const std::vector<std::unique_ptr<Mixer>>& mixers, const TokenShards& text,
                            std::int64_t first, std::int64_t count) {
    const at::NoGradGuard noGrad;
    assert(mixers.size() == teacher.layers().size());
    std::vector<std::int64_t> blocks(static_cast<std::size_t>(count));
    std::iota(blocks.begin(), blocks.end(), first);
    const at::Tensor ids_BT = blocksAsIds(text, blocks);
    const ScreenedBatch batch(teacher, mixers, ids_BT);
    LayerScreenSums out;
    out.sums.replaced.resize(mixers.size());
    out.sums.restored.resize(mixers.size());
    out.sums.teacherLoss = batch.teacherLoss();
    batch.exchange(false, out.sums.replaced, nullptr);
    batch.exchange(true, out.sums.restored, &out.sums.allLinear);
    out.sums.positions = ids_BT.numel();
    out.predictions = static_cast<double>(ids_BT.size(0) * (ids_BT.size(1) - 1));
    return out;
}

LayerScreen screenLayers(const Decoder& teacher, const Stage1Student& student, const TokenShards& text,
                         const LayerScreenOptions& options) {
    requireKnownTokens(teacher, text);
    const std::int64_t end = options.blocks > 0 ? std::min(options.blocks, text.blockCount()) : text.blockCount();
    LayerScreenSums sums;
    for (std::int64_t first = 0; first < end; first += options.batchSize) {
        Cancellation::throwIfRequested();
        const std::int64_t count = std::min(options.batchSize, end - first);
        sums.add(screenBatch(teacher, student.mixers, text, first, count));
        if (options.progress) {
            options.progress(first + count, end);
        }
    }
    return sums.means();
}

} // namespace halyard
