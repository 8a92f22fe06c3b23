// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/tasks/needle_task.h"
#include "core/model/decoder.h"
#include "core/model/layer_exchange.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halyard {

struct AskOptions {
    std::int64_t chunk = 2048;
    std::int64_t maxNewTokens = 128; // of answers that are judged by their text
    // Called before each chunk and after each token of an answer; a stop is asked for by throwing.
    std::function<void()> beforeChunk;
};

// One question, asked.
struct NeedleTrial {
    double depth = 0; // percent
    double score = 0; // 0 … 1: share of what was expected that the answer holds
    std::string promptHash; // of the prompt's tokens
    std::vector<std::int64_t> tokens; // the answer
    std::string text;                 // the same as text; empty without a tokenizer
};

// Reads the document once and asks its questions one after the other, each as if it alone followed the document. The model
// is used as it is: with the mixers and the scaling it has now. tokenizer: of answers that are judged by text, else may be
// null. An answer ends when it holds all that is expected, which no later token can change.
[[nodiscard]] std::vector<NeedleTrial> askDocument(const Decoder& decoder, const NeedlePrompt& document,
                                                   const Tokenizer* tokenizer, const AskOptions& options);

// The same of a model and its exchanges: what they share is read once, the question too where there is one alone.
void askDocument(LayerExchange& models, const NeedlePrompt& document, const Tokenizer* tokenizer, const AskOptions& options,
                 const LayerExchange::Hooks& hooks,
                 const std::function<void(std::size_t which, const std::vector<NeedleTrial>&)>& take);

// RULER's string_match_all: the share of the expected texts that the answer holds, without regard to capitals.
[[nodiscard]] double shareFound(const std::string& answer, const std::vector<std::string>& expected);

} // namespace halyard
