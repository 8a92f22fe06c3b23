// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/needles.h"

#include "core/base/hash.h"
#include "core/eval/tasks/token_text.h"
#include "core/model/prefill.h"

#include <algorithm>

namespace halyard {

namespace {

// ASCII alone: what is hidden are words of ours, digits and hexadecimal digits.
std::string inSmallLetters(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

struct AskContext {
    const NeedlePrompt& document;
    const Tokenizer* tokenizer;
    const AskOptions& options;

    [[nodiscard]] PrefillOptions reading() const {
        return {.chunk = options.chunk, .scaleLogits = true, .beforeChunk = options.beforeChunk};
    }
};

std::string promptHash(const NeedlePrompt& document, const NeedleQuestion& question) {
    Hash hash;
    hash.update(document.prefix.data(), document.prefix.size() * sizeof(std::int64_t));
    hash.update(question.ids.data(), question.ids.size() * sizeof(std::int64_t));
    return hash.digest();
}

// What is said after a question whose last token has these hidden states.
NeedleTrial answer(const Decoder& decoder, const NeedleQuestion& question, const at::Tensor& last_BD, DecoderCache& cache,
                   const AskContext& asked) {
    const bool byTokens = !question.answer.empty();
    GreedyOptions answering;
    answering.maxNewTokens = byTokens ? static_cast<std::int64_t>(question.answer.size()) : asked.options.maxNewTokens;
    answering.stopTokens = byTokens ? std::vector<std::int64_t>() : decoder.config().eos_token_ids;
    answering.enough = [&](const std::vector<std::int64_t>& said) {
        if (asked.options.beforeChunk) {
            asked.options.beforeChunk();
        }
        return !byTokens && shareFound(textOf(*asked.tokenizer, said), question.expected) == 1;
    };
    NeedleTrial trial;
    trial.depth = question.depth;
    trial.promptHash = promptHash(asked.document, question);
    trial.tokens = decodeGreedy(decoder, last_BD, cache, answering);
    trial.text = asked.tokenizer != nullptr ? textOf(*asked.tokenizer, trial.tokens) : std::string();
    trial.score = byTokens ? (trial.tokens == question.answer ? 1 : 0) : shareFound(trial.text, question.expected);
    return trial;
}

// Every question, each as if it alone followed what the cache holds.
std::vector<NeedleTrial> askAll(const Decoder& decoder, DecoderCache& cache, const AskContext& asked) {
    const DecoderCache::Mark mark = cache.mark();
    std::vector<NeedleTrial> trials;
    for (const NeedleQuestion& question : asked.document.questions) {
        const at::Tensor last_BD = prefill(decoder, idsOf(question.ids), cache, asked.reading());
        trials.push_back(answer(decoder, question, last_BD, cache, asked));
        cache.rewind(mark);
    }
    return trials;
}

// How many tokens are read in all, at most. Throws Error(InvalidInput) for a token that the model does not know.
std::int64_t longestReading(const AskContext& asked, std::int64_t vocabulary) {
    requireKnownTokens(asked.document.prefix, vocabulary);
    std::size_t longest = 0;
    for (const NeedleQuestion& question : asked.document.questions) {
        const auto said = question.answer.empty() ? static_cast<std::size_t>(asked.options.maxNewTokens) : question.answer.size();
        requireKnownTokens(question.ids, vocabulary);
        longest = std::max(longest, question.ids.size() + said);
    }
    return static_cast<std::int64_t>(asked.document.prefix.size() + longest);
}

} // namespace

double shareFound(const std::string& answer, const std::vector<std::string>& expected) {
    const std::string said = inSmallLetters(answer);
    const auto held = std::count_if(expected.begin(), expected.end(), [&](const std::string& text) {
        return said.find(inSmallLetters(text)) != std::string::npos;
    });
    return expected.empty() ? 0 : static_cast<double>(held) / static_cast<double>(expected.size());
}

std::vector<NeedleTrial> askDocument(const Decoder& decoder, const NeedlePrompt& document, const Tokenizer* tokenizer,
                                     const AskOptions& options) {
    const AskContext asked = {document, tokenizer, options};
    DecoderCache cache = decoder.makeCache(longestReading(asked, decoder.config().vocab_size));
    if (!document.prefix.empty()) {
        (void)prefill(decoder, idsOf(document.prefix), cache, asked.reading());
    }
    return askAll(decoder, cache, asked);
}

void askDocument(LayerExchange& models, const NeedlePrompt& document, const Tokenizer* tokenizer, const AskOptions& options,
                 const LayerExchange::Hooks& hooks,
                 const std::function<void(std::size_t which, const std::vector<NeedleTrial>&)>& take) {
    const AskContext asked = {document, tokenizer, options};
    const std::int64_t expected = longestReading(asked, models.model().config().vocab_size);
    std::vector<at::Tensor> parts;
    if (!document.prefix.empty()) {
        parts.push_back(idsOf(document.prefix));
    }
    const bool one = document.questions.size() == 1;
    if (one) {
        parts.push_back(idsOf(document.questions.front().ids));
    }
    models.read(parts, expected, asked.reading(), hooks, [&](const LayerExchange::Read& read) {
        take(read.which, one ? std::vector{answer(read.decoder, document.questions.front(), read.hidden, *read.cache, asked)}
                             : askAll(read.decoder, *read.cache, asked));
    });
}

} // namespace halyard
