// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/tasks/task_items.h"
#include "core/model/decoder.h"
#include "core/model/layer_exchange.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halyard {

// Tokens of which those from first on are judged, given those before.
struct ScoredSequence {
    std::vector<std::int64_t> ids;
    std::size_t first = 1;
};

// A context and its continuation as lm-evaluation-harness makes tokens of them: blanks at the end of the context belong to
// the continuation; the continuation's tokens are those of both together from where the tokens of the context alone end.
// At most longest + 1 tokens, cut on the left. Throws Error(InvalidInput) when nothing is left to judge.
[[nodiscard]] ScoredSequence encodePair(const Tokenizer& tokenizer, const std::string& context, const std::string& continuation,
                                        std::int64_t longest);

// Sum of ln p over the judged tokens of each sequence, in fp32. The model is used as it is, with its scaling.
[[nodiscard]] std::vector<double> logLikelihoods(const Decoder& decoder, const std::vector<ScoredSequence>& sequences);

struct ChoiceAnswer {
    std::vector<double> logLikelihoods; // of the choices
    std::int64_t choice = 0;            // the likeliest (acc); the first of equals
    std::int64_t normalised = 0;        // the likeliest a character (acc_norm)
};
[[nodiscard]] std::vector<ChoiceAnswer> answerChoices(const Decoder& decoder, const Tokenizer& tokenizer,
                                                      const std::vector<ChoiceItem>& items);

// The same of a model and its exchanges, each asked all items. take: the answers of one of them.
void answerChoices(LayerExchange& models, const Tokenizer& tokenizer, const std::vector<ChoiceItem>& items,
                   const LayerExchange::Hooks& hooks,
                   const std::function<void(std::size_t which, const std::vector<ChoiceAnswer>&)>& take);

struct RecallAnswer {
    std::string text; // up to item.until, at most 48 tokens
    bool contains = false; // the value, without regard to capitals
};
// beforeChunk: called before each part of the text that is read; a stop is asked for by throwing.
[[nodiscard]] RecallAnswer answerRecall(const Decoder& decoder, const Tokenizer& tokenizer, const RecallItem& item,
                                        std::int64_t chunk, const std::function<void()>& beforeChunk = {});

// The same of a model and its exchanges.
void answerRecall(LayerExchange& models, const Tokenizer& tokenizer, const RecallItem& item, const PrefillOptions& reading,
                  const LayerExchange::Hooks& hooks, const std::function<void(std::size_t which, const RecallAnswer&)>& take);

} // namespace halyard
