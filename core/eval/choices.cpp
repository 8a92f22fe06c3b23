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
std::vector<double> scoreBatch(const Decoder& decoder, const std::vector<const ScoredSequence*>& rows) {
    std::size_t longest = 0;
    for (const ScoredSequence* row : rows) {
        longest = std::max(longest, row->ids.size() - 1);
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    const auto width = static_cast<std::int64_t>(longest);
    const at::Tensor ids_BT = at::zeros({count, width}, at::kLong);
    std::vector<std::int64_t> places;
    std::vector<std::int64_t> targets;
    for (std::size_t b = 0; b < rows.size(); ++b) {
        const ScoredSequence& row = *rows[b];
        std::copy(row.ids.begin(), row.ids.end() - 1, ids_BT.mutable_data_ptr<std::int64_t>() + static_cast<std::int64_t>(b) * width);
        for (std::size_t t = row.first; t < row.ids.size(); ++t) {
            places.push_back(static_cast<std::int64_t>(b) * width + static_cast<std::int64_t>(t) - 1);
            targets.push_back(row.ids[t]);
        }
    }
    const auto context = decoder.contextFor(count, width, nullptr, {}, true);
    const at::Tensor judged_ND = decoder.hidden_BTD(ids_BT, context).flatten(0, 1).index_select(0, at::tensor(places, at::kLong));
    const at::Tensor target_N1 = at::tensor(targets, at::kLong).unsqueeze(1);
    std::vector<at::Tensor> parts;
    for (std::int64_t at = 0; at < judged_ND.size(0); at += kLogitsAtOnce) {
        const at::Tensor logits_NV = decoder.logits(judged_ND.slice(0, at, at + kLogitsAtOnce)).to(at::kFloat);
        parts.push_back(logits_NV.log_softmax(-1).gather(1, target_N1.slice(0, at, at + kLogitsAtOnce)).squeeze(1));
    }
    const at::Tensor log_N = at::cat(parts).contiguous();
    std::vector<double> sums;
    std::int64_t at = 0;
    for (const ScoredSequence* row : rows) {
        const auto length = static_cast<std::int64_t>(row->ids.size() - row->first);
        sums.push_back(log_N.slice(0, at, at + length).sum().item<double>());
        at += length;
    }
    return sums;
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
    std::vector<std::size_t> order(sequences.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sequences[a].ids.size() > sequences[b].ids.size(); });
    std::vector<double> out(sequences.size());
    for (std::size_t at = 0; at < order.size();) {
        const auto width = static_cast<std::int64_t>(sequences[order[at]].ids.size());
        const auto fits = static_cast<std::size_t>(std::max<std::int64_t>(1, kTokensAtOnce / width));
        const std::size_t end = std::min(order.size(), at + fits);
        std::vector<const ScoredSequence*> rows;
        for (std::size_t i = at; i < end; ++i) {
            requireKnownTokens(sequences[order[i]].ids, decoder.config().vocab_size);
            rows.push_back(&sequences[order[i]]);
        }
        const std::vector<double> sums = scoreBatch(decoder, rows);
        for (std::size_t i = at; i < end; ++i) {
            out[order[i]] = sums[i - at];
        }
        at = end;
    }
    return out;
}

std::vector<ChoiceAnswer> answerChoices(const Decoder& decoder, const Tokenizer& tokenizer, const std::vector<ChoiceItem>& items) {
    std::vector<ScoredSequence> sequences;
    for (const ChoiceItem& item : items) {
        for (const ChoiceItem::Choice& choice : item.choices) {
            sequences.push_back(encodePair(tokenizer, choice.context, choice.continuation, decoder.config().max_position_embeddings));
        }
    }
    const std::vector<double> sums = logLikelihoods(decoder, sequences);
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

RecallAnswer answerRecall(const Decoder& decoder, const Tokenizer& tokenizer, const RecallItem& item, std::int64_t chunk,
                          const std::function<void()>& beforeChunk) {
    std::vector<std::int64_t> ids = tokensOf(tokenizer, item.text, true);
    requireKnownTokens(ids, decoder.config().vocab_size);
    const auto longest = static_cast<std::size_t>(std::max<std::int64_t>(1, decoder.config().max_position_embeddings - kRecallTokens));
    if (ids.size() > longest) {
        ids.erase(ids.begin(), ids.end() - static_cast<std::ptrdiff_t>(longest));
    }
    DecoderCache cache = decoder.makeCache(static_cast<std::int64_t>(ids.size()) + kRecallTokens);
    const at::Tensor last_BD = prefill(decoder, idsOf(ids), cache, {.chunk = chunk, .scaleLogits = true, .beforeChunk = beforeChunk});
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

} // namespace halyard
