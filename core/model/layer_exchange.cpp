// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, D hidden.
#include "core/model/layer_exchange.h"

#include "core/base/error.h"
#include "kernels/ops/norm.h"

#include <cassert>

namespace halyard {

// A mixer of the model is another one while this lives.
class LayerExchange::Exchanged {
public:
    Exchanged(LayerExchange& owner, std::size_t which) : m_owner(owner), m_which(which) { swap(); }
    ~Exchanged() { swap(); }
    Exchanged(const Exchanged&) = delete;
    Exchanged& operator=(const Exchanged&) = delete;

private:
    void swap() {
        if (m_which < m_owner.layers()) {
            std::swap(m_owner.m_model.layers()[m_which].mixer, m_owner.m_mixers[m_which]);
        }
    }
    LayerExchange& m_owner;
    std::size_t m_which;
};

// One forward call of a reading: what every layer of it shares, and its hidden states before the layer that is next.
struct LayerExchange::Call {
    SequenceContext context;
    at::Tensor h_BTD;
};

namespace {

// The caches of the layers below an exchanged one: the model's own, lent to the model with the exchange, and taken back as
// they were however that one ends.
class LentCaches {
public:
    LentCaches(DecoderCache& owner, const std::vector<std::function<void()>>& rewinds, DecoderCache& borrower)
        : m_owner(owner), m_rewinds(rewinds), m_borrower(borrower) {
        for (std::size_t i = 0; i < m_rewinds.size(); ++i) {
            std::swap(m_owner.layers[i], m_borrower.layers[i]);
        }
    }
    ~LentCaches() {
        for (std::size_t i = 0; i < m_rewinds.size(); ++i) {
            std::swap(m_owner.layers[i], m_borrower.layers[i]);
            m_rewinds[i]();
        }
    }
    LentCaches(const LentCaches&) = delete;
    LentCaches& operator=(const LentCaches&) = delete;

private:
    DecoderCache& m_owner;
    const std::vector<std::function<void()>>& m_rewinds;
    DecoderCache& m_borrower;
};

} // namespace

LayerExchange::LayerExchange(Decoder& model, std::vector<std::unique_ptr<Mixer>>& mixers, double budget)
    : m_model(model), m_mixers(mixers), m_budget(budget) {
    assert(mixers.size() == model.layers().size());
}

at::Tensor LayerExchange::normed(const at::Tensor& h_BTD) const {
    return ops::rmsNorm(h_BTD, m_model.finalNorm_D(), m_model.config().rms_norm_eps);
}

std::size_t LayerExchange::endOfWanted(const Hooks& hooks) const {
    std::size_t end = layers() + 1;
    while (end > 0 && !hooks.wanted(end - 1)) {
        --end;
    }
    return end;
}

void LayerExchange::attempt(std::size_t which, const Hooks& hooks, const std::function<void()>& action) {
    try {
        const Exchanged exchanged(*this, which);
        action();
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Stopped) {
            throw;
        }
        hooks.failed(which, error);
    } catch (const std::exception& error) {
        hooks.failed(which, error);
    }
}

void LayerExchange::give(std::size_t which, const at::Tensor& hidden, DecoderCache* cache, const Answer& answer) const {
    if (hidden.defined() && !hidden.isfinite().all().item<bool>()) {
        throw Error(ErrorKind::Failed,
                    which < layers() ? Message(HALYARD_TEXT("With the mixer of layer {layer} exchanged, the model's states are not "
                                                            "finite numbers."),
                                               {{"layer", std::to_string(which)}})
                                     : Message(HALYARD_TEXT("The model's states are not finite numbers.")));
    }
    answer({which, m_model, hidden, cache});
}

void LayerExchange::forward(const at::Tensor& ids_BT, const Hooks& hooks, const Answer& answer) {
    const at::NoGradGuard noGradients;
    const SequenceContext context = m_model.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr, {}, true);
    at::Tensor below_BTD = m_model.embed(ids_BT);
    const std::size_t end = endOfWanted(hooks);
    for (std::size_t which = 0; which < end; ++which) {
        if (hooks.wanted(which)) {
            attempt(which, hooks, [&] {
                at::Tensor h_BTD = below_BTD;
                for (std::size_t i = which; i < layers(); ++i) {
                    h_BTD = layer(i).forward(h_BTD, context, nullptr);
                }
                give(which, normed(h_BTD), nullptr, answer);
            });
        }
        if (which + 1 < end) {
            below_BTD = layer(which).forward(below_BTD, context, nullptr);
        }
    }
}

void LayerExchange::readAlone(std::size_t which, const std::vector<at::Tensor>& parts_BT, std::int64_t expected,
                              const PrefillOptions& options, const Answer& answer) {
    DecoderCache cache = m_model.makeCache(expected);
    at::Tensor last_BD;
    for (const at::Tensor& part_BT : parts_BT) {
        last_BD = prefill(m_model, part_BT, cache, options);
    }
    give(which, last_BD, &cache, answer);
}

// The last token's hidden states after the final norm, of the layers from one on; undefined when nothing was read.
at::Tensor LayerExchange::through(std::size_t from, const std::vector<Call>& calls, const PrefillOptions& options,
                                  DecoderCache& cache) const {
    at::Tensor h_BTD;
    for (const Call& call : calls) {
        if (options.beforeChunk) {
            options.beforeChunk();
        }
        h_BTD = call.h_BTD;
        for (std::size_t i = from; i < layers(); ++i) {
            h_BTD = layer(i).forward(h_BTD, call.context, cache.layers[i].get());
        }
        cache.length += call.h_BTD.size(1);
    }
    return h_BTD.defined() ? normed(h_BTD).select(1, -1).clone() : h_BTD;
}

void LayerExchange::read(const std::vector<at::Tensor>& parts_BT, std::int64_t expected, const PrefillOptions& options,
                         const Hooks& hooks, const Answer& answer) {
    const at::NoGradGuard noGradients;
    std::int64_t tokens = 0;
    for (const at::Tensor& part_BT : parts_BT) {
        tokens += part_BT.numel();
    }
    const auto element = static_cast<double>(m_model.embedding_VD().element_size());
    const bool shares = static_cast<double>(tokens * m_model.config().hidden_size) * element <= m_budget;
    std::vector<Call> calls;
    DecoderCache below = m_model.makeCache(expected); // of the model's own mixers, filled one layer after the other
    for (const at::Tensor& part_BT : shares ? parts_BT : std::vector<at::Tensor>()) {
        for (std::int64_t at = 0; at < part_BT.size(1); at += options.chunk) {
            const at::Tensor chunk_BT = part_BT.slice(1, at, std::min(at + options.chunk, part_BT.size(1)));
            calls.push_back({m_model.contextFor(chunk_BT.size(0), chunk_BT.size(1), &below, {}, options.scaleLogits),
                             m_model.embed(chunk_BT)});
            below.length += chunk_BT.size(1);
        }
    }
    std::vector<std::function<void()>> rewinds; // of the layers of below that have read everything
    const std::size_t end = endOfWanted(hooks);
    for (std::size_t which = 0; which < end; ++which) {
        if (hooks.wanted(which)) {
            attempt(which, hooks, [&] {
                if (!shares) {
                    return readAlone(which, parts_BT, expected, options, answer);
                }
                DecoderCache cache = m_model.makeCache(expected);
                const LentCaches lent(below, rewinds, cache);
                const at::Tensor last_BD = through(which, calls, options, cache);
                give(which, last_BD, &cache, answer);
            });
        }
        if (shares && which + 1 < end) {
            for (Call& call : calls) {
                call.h_BTD = layer(which).forward(call.h_BTD, call.context, below.layers[which].get());
            }
            rewinds.push_back(below.layers[which]->mark());
        }
    }
}

} // namespace halyard
