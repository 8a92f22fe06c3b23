// SPDX-License-Identifier: GPL-3.0-or-later
// B sequences, T tokens, D hidden, N judged tokens, V vocabulary.
#include "core/eval/choices.h"

#include "core/base/error.h"
#include "core/eval/tasks/python_text.h"
#include "core/eval/tasks/token_text.h"
#include "core/model/prefill.h"

#include <algorithm>
#include <numeric>

namespace halyard {

namespace {

constexpr std::int64_t kTokensAtOnce = 8192; // of a batch, padding included
constexpr std::int64_t kLogitsAtOnce = 256;  // rows of logits
constexpr std::int64_t kRecallTokens = 48;

// Sequences of a batch; what pads them on the right is after all that is judged, so no mixer's output there is read.
struct Batch {
    at::Tensor ids_BT;
    std::vector<std::size_t> rows;       // which of the sequences
    std::vector<std::int64_t> lengths;   // judged tokens of each
    at::Tensor places_N;                 // of what predicts a judged token, in B·T
    at::Tensor target_N;
};

Batch batchOf(const std::vector<ScoredSequence>& sequences, std::vector<std::size_t> chosen) {
    Batch batch;
    batch.rows = std::move(chosen);
    std::size_t longest = 0;
    for (const std::size_t row : batch.rows) {
        longest = std::max(longest, sequences[row].ids.size() - 1);
    }
    const auto width = static_cast<std::int64_t>(longest);
    batch.ids_BT = at::zeros({static_cast<std::int64_t>(batch.rows.size()), width}, at::kLong);
    std::vector<std::int64_t> places;
    std::vector<std::int64_t> targets;
    for (std::size_t b = 0; b < batch.rows.size(); ++b) {
        const ScoredSequence& row = sequences[batch.rows[b]];
        const std::int64_t start = static_cast<std::int64_t>(b) * width;
        std::copy(row.ids.begin(), row.ids.end() - 1, batch.ids_BT.mutable_data_ptr<std::int64_t>() + start);
        for (std::size_t t = row.first; t < row.ids.size(); ++t) {
            places.push_back(start + static_cast<std::int64_t>(t) - 1);
            targets.push_back(row.ids[t]);
        }
        batch.lengths.push_back(static_cast<std::int64_t>(row.ids.size() - row.first));
    }
    batch.places_N = at::tensor(places, at::kLong);
    batch.target_N = at::tensor(targets, at::kLong);
    return batch;
}

// Sequences by length, as many at once as fit.
std::vector<Batch> batchesOf(const std::vector<ScoredSequence>& sequences, std::int64_t vocabulary) {
    std::vector<std::size_t> order(sequences.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sequences[a].ids.size() > sequences[b].ids.size(); });
    std::vector<Batch> out;
    for (std::size_t at = 0; at < order.size();) {
        const auto width = static_cast<std::int64_t>(sequences[order[at]].ids.size());
        const auto fits = static_cast<std::size_t>(std::max<std::int64_t>(1, kTokensAtOnce / width));
        const std::size_t end = std::min(order.size(), at + fits);
        for (std::size_t i = at; i < end; ++i) {
            requireKnownTokens(sequences[order[i]].ids, vocabulary);
        }
        out.push_back(batchOf(sequences, {order.begin() + static_cast<std::ptrdiff_t>(at), order.begin() + static_cast<std::ptrdiff_t>(end)}));
        at = end;
    }
    return out;
}

// Writes the sums of a batch to their places among all sequences.
void scoreBatch(const Decoder& decoder, const Batch& batch, const at::Tensor& hidden_BTD, std::vector<double>& sums) {
    const at::Tensor judged_ND = hidden_BTD.flatten(0, 1).index_select(0, batch.places_N);
    const at::Tensor target_N1 = batch.target_N.unsqueeze(1);
    std::vector<at::Tensor> parts;
    for (std::int64_t at = 0; at < judged_ND.size(0); at += kLogitsAtOnce) {
        const at::Tensor logits_NV = decoder.logits(judged_ND.slice(0, at, at + kLogitsAtOnce)).to(at::kFloat);
        parts.push_back(logits_NV.log_softmax(-1).gather(1, target_N1.slice(0, at, at + kLogitsAtOnce)).squeeze(1));
    }
    const at::Tensor log_N = at::cat(parts).contiguous();
    std::int64_t at = 0;
    for (std::size_t b = 0; b < batch.rows.size(); ++b) {
        sums[batch.rows[b]] = log_N.slice(0, at, at + batch.lengths[b]).sum().item<double>();
        at += batch.lengths[b];
    }
}

std::int64_t largest(const std::vector<double>& values) {
    return std::max_element(values.begin(), values.end()) - values.begin();
}

} // namespace

ScoredSequence encodePair(const Tokenizer& tokenizer, const std::string& context, const std::string& continuation, std::int64_t longest) {
    const std::size_t blanks = trailingBlanks(context);
    const std::string before = context.substr(0, context.size() - blanks);
    const std::vector<std::int64_t> whole = tokensOf(tokenizer, context + continuation, true);
    ScoredSequence out{tokensOf(tokenizer, before, true), 0};
    out.first = out.ids.size();
    // A token of the whole may reach over the border; the harness, too, keeps the context's own tokens then.
    out.ids.insert(out.ids.end(), whole.begin() + static_cast<std::ptrdiff_t>(std::min(out.first, whole.size())), whole.end());
    const auto most = static_cast<std::size_t>(longest) + 1;
    if (out.ids.size() > most) {
        const std::size_t cut = out.ids.size() - most;
        out.ids.erase(out.ids.begin(), out.ids.begin() + static_cast<std::ptrdiff_t>(cut));
        out.first -= std::min(out.first, cut);
    }
    if (out.first == 0 || out.first >= out.ids.size()) {
        throw invalidInput(HALYARD_TEXT("\"{continuation}\" cannot be judged behind \"{context}\": with this tokenizer and this model's longest "
                                        "context nothing of one of them is left."),
                           {{"continuation", printable(continuation, 60)}, {"context", printable(context, 60)}});
    }
    return out;
}

std::vector<double> logLikelihoods(const Decoder& decoder, const std::vector<ScoredSequence>& sequences) {
    const at::NoGradGuard noGradients;
    std::vector<double> sums(sequences.size());
    for (const Batch& batch : batchesOf(sequences, decoder.config().vocab_size)) {
        const auto context = decoder.contextFor(batch.ids_BT.size(0), batch.ids_BT.size(1), nullptr, {}, true);
        scoreBatch(decoder, batch, decoder.hidden_BTD(batch.ids_BT, context), sums);
    }
    return sums;
}

namespace {

std::vector<ScoredSequence> sequencesOf(const std::vector<ChoiceItem>& items, const Tokenizer& tokenizer, std::int64_t longest) {
    std::vector<ScoredSequence> out;
    for (const ChoiceItem& item : items) {
        for (const ChoiceItem::Choice& choice : item.choices) {
            out.push_back(encodePair(tokenizer, choice.context, choice.continuation, longest));
        }
    }
    return out;
}

std::vector<ChoiceAnswer> choose(const std::vector<ChoiceItem>& items, const std::vector<double>& sums) {
    std::vector<ChoiceAnswer> out;
    auto next = sums.begin();
    for (const ChoiceItem& item : items) {
        ChoiceAnswer answer;
        std::vector<double> shares;
        for (const ChoiceItem::Choice& choice : item.choices) {
            answer.logLikelihoods.push_back(*next);
            shares.push_back(*next / static_cast<double>(choice.length));
            ++next;
        }
        answer.choice = largest(answer.logLikelihoods);
        answer.normalised = largest(shares);
        out.push_back(std::move(answer));
    }
    return out;
}

std::vector<std::int64_t> promptOf(const ModelConfig& config, const Tokenizer& tokenizer, const RecallItem& item) {
    std::vector<std::int64_t> ids = tokensOf(tokenizer, item.text, true);
    requireKnownTokens(ids, config.vocab_size);
    const auto longest = static_cast<std::size_t>(std::max<std::int64_t>(1, config.max_position_embeddings - kRecallTokens));
    if (ids.size() > longest) {
        ids.erase(ids.begin(), ids.end() - static_cast<std::ptrdiff_t>(longest));
    }
    return ids;
}

RecallAnswer recalled(const Decoder& decoder, const Tokenizer& tokenizer, const RecallItem& item, const at::Tensor& last_BD,
                      DecoderCache& cache) {
    const auto said = decodeGreedy(decoder, last_BD, cache,
                                   {.maxNewTokens = kRecallTokens,
                                    .stopTokens = decoder.config().eos_token_ids,
                                    .scaleLogits = true,
                                    .enough = [&](const auto& tokens) { return textOf(tokenizer, tokens).find(item.until) != std::string::npos; }});
    RecallAnswer answer;
    answer.text = textOf(tokenizer, said);
    answer.text = answer.text.substr(0, answer.text.find(item.until));
    answer.contains = lowered(answer.text).find(lowered(item.value)) != std::string::npos;
    return answer;
}

} // namespace

std::vector<ChoiceAnswer> answerChoices(const Decoder& decoder, const Tokenizer& tokenizer, const std::vector<ChoiceItem>& items) {
    return choose(items, logLikelihoods(decoder, sequencesOf(items, tokenizer, decoder.config().max_position_embeddings)));
}

void answerChoices(LayerExchange& models, const Tokenizer& tokenizer, const std::vector<ChoiceItem>& items,
                   const LayerExchange::Hooks& hooks,
                   const std::function<void(std::size_t which, const std::vector<ChoiceAnswer>&)>& take) {
    const at::NoGradGuard noGradients;
    const ModelConfig& config = models.model().config();
    const std::vector<ScoredSequence> sequences = sequencesOf(items, tokenizer, config.max_position_embeddings);
    std::vector<std::vector<double>> sums(models.layers() + 1, std::vector<double>(sequences.size()));
    std::vector<bool> asked;
    for (std::size_t which = 0; which <= models.layers(); ++which) {
        asked.push_back(hooks.wanted(which));
    }
    const LayerExchange::Hooks ofBatches = {[&](std::size_t which) { return asked[which]; },
                                            [&](std::size_t which, const std::exception& reason) {
                                                asked[which] = false;
                                                hooks.failed(which, reason);
                                            }};
    for (const Batch& batch : batchesOf(sequences, config.vocab_size)) {
        models.forward(batch.ids_BT, ofBatches, [&](const LayerExchange::Read& read) {
            scoreBatch(read.decoder, batch, read.hidden, sums[read.which]);
        });
    }
    for (std::size_t which = 0; which < asked.size(); ++which) {
        if (asked[which]) {
            take(which, choose(items, sums[which]));
        }
    }
}

RecallAnswer answerRecall(const Decoder& decoder, const Tokenizer& tokenizer, const RecallItem& item, std::int64_t chunk,
                          const std::function<void()>& beforeChunk) {
    const std::vector<std::int64_t> ids = promptOf(decoder.config(), tokenizer, item);
    DecoderCache cache = decoder.makeCache(static_cast<std::int64_t>(ids.size()) + kRecallTokens);
    const at::Tensor last_BD = prefill(decoder, idsOf(ids), cache, {.chunk = chunk, .scaleLogits = true, .beforeChunk = beforeChunk});
    return recalled(decoder, tokenizer, item, last_BD, cache);
}

void answerRecall(LayerExchange& models, const Tokenizer& tokenizer, const RecallItem& item, const PrefillOptions& reading,
                  const LayerExchange::Hooks& hooks, const std::function<void(std::size_t which, const RecallAnswer&)>& take) {
    const std::vector<std::int64_t> ids = promptOf(models.model().config(), tokenizer, item);
    models.read({idsOf(ids)}, static_cast<std::int64_t>(ids.size()) + kRecallTokens, reading, hooks, [&](const LayerExchange::Read& read) {
        take(read.which, recalled(read.decoder, tokenizer, item, read.hidden, *read.cache));
    });
}

} // namespace halyard
