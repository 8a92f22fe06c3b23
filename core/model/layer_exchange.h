// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/decoder.h"
#include "core/model/prefill.h"

#include <exception>
#include <functional>
#include <memory>
#include <vector>

namespace halyard {

// A model and, for each of its layers i, the same model with another mixer in layer i. There is one set of weights: mixers are
// exchanged by pointer. What is below layer i is the same for all of them, so it is computed once: reading a text with all
// L + 1 models runs L(L + 1)/2 + L layers instead of L(L + 1), by the very calls that each model alone would make (the results
// are the same bits, core/model tests). It keeps the hidden states of the text before one layer, and one model's caches.
//
// "which" is the layer whose mixer is exchanged, or layers(): the model as it is.
class LayerExchange {
public:
    // mixers: one a layer, as the model's. budget: bytes that hidden states may take; a text whose states need more is read by
    // each model alone. Both are referred to.
    LayerExchange(Decoder& model, std::vector<std::unique_ptr<Mixer>>& mixers, double budget);

    [[nodiscard]] std::size_t layers() const { return m_mixers.size(); }
    [[nodiscard]] const Decoder& model() const { return m_model; }
    [[nodiscard]] const std::vector<std::unique_ptr<Mixer>>& mixers() const { return m_mixers; }

    // Which models are wanted, and what is told of one that fails; the others go on. A stop is no failure: it is thrown.
    struct Hooks {
        std::function<bool(std::size_t which)> wanted;
        std::function<void(std::size_t which, const std::exception& reason)> failed;
    };
    // What a model made of the text. decoder: that model, until the answer is given.
    struct Read {
        std::size_t which;
        const Decoder& decoder;
        const at::Tensor& hidden; // after the final norm: (B,T,D) of forward(), (B,D) of the last token of read()
        DecoderCache* cache;      // holds the text; null in forward()
    };
    using Answer = std::function<void(const Read&)>;

    // Each text by itself, without caches, scaled as the model says.
    void forward(const at::Tensor& ids_BT, const Hooks& hooks, const Answer& answer);
    // Parts of one text (B,T each), one after the other as by prefill(); expected: tokens that will be read in all.
    void read(const std::vector<at::Tensor>& parts_BT, std::int64_t expected, const PrefillOptions& options, const Hooks& hooks,
              const Answer& answer);

private:
    class Exchanged;
    struct Call;

    [[nodiscard]] const DecoderLayer& layer(std::size_t i) const { return m_model.layers()[i]; }
    [[nodiscard]] at::Tensor normed(const at::Tensor& h_BTD) const;
    [[nodiscard]] std::size_t endOfWanted(const Hooks& hooks) const; // one after the last
    void attempt(std::size_t which, const Hooks& hooks, const std::function<void()>& action);
    void give(std::size_t which, const at::Tensor& hidden, DecoderCache* cache, const Answer& answer) const;
    void readAlone(std::size_t which, const std::vector<at::Tensor>& parts_BT, std::int64_t expected, const PrefillOptions& options,
                   const Answer& answer);
    [[nodiscard]] at::Tensor through(std::size_t from, const std::vector<Call>& calls, const PrefillOptions& options,
                                     DecoderCache& cache) const;

    Decoder& m_model;
    std::vector<std::unique_ptr<Mixer>>& m_mixers;
    double m_budget;
};

} // namespace halyard
