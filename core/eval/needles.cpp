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

std::string promptHash(const NeedlePrompt& document, const NeedleQuestion& question) {
    Hash hash;
    hash.update(document.prefix.data(), document.prefix.size() * sizeof(std::int64_t));
    hash.update(question.ids.data(), question.ids.size() * sizeof(std::int64_t));
    return hash.digest();
}

NeedleTrial ask(const Decoder& decoder, const NeedleQuestion& question, DecoderCache& cache, const Tokenizer* tokenizer,
                const AskOptions& options) {
    const bool byTokens = !question.answer.empty();
    GreedyOptions answering;
    answering.maxNewTokens = byTokens ? static_cast<std::int64_t>(question.answer.size()) : options.maxNewTokens;
    answering.stopTokens = byTokens ? std::vector<std::int64_t>() : decoder.config().eos_token_ids;
    if (!byTokens) {
        answering.enough = [&](const std::vector<std::int64_t>& said) {
            return shareFound(textOf(*tokenizer, said), question.expected) == 1;
        };
    }
    const at::Tensor last_BD = prefill(decoder, idsOf(question.ids), cache,
                                       {.chunk = options.chunk, .scaleLogits = true, .beforeChunk = options.beforeChunk});
    NeedleTrial trial;
    trial.depth = question.depth;
    trial.tokens = decodeGreedy(decoder, last_BD, cache, answering);
    trial.text = tokenizer != nullptr ? textOf(*tokenizer, trial.tokens) : std::string();
    trial.score = byTokens ? (trial.tokens == question.answer ? 1 : 0) : shareFound(trial.text, question.expected);
    return trial;
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
    requireKnownTokens(document.prefix, decoder.config().vocab_size);
    std::size_t longest = 0;
    for (const NeedleQuestion& question : document.questions) {
        const auto answer = question.answer.empty() ? static_cast<std::size_t>(options.maxNewTokens) : question.answer.size();
        requireKnownTokens(question.ids, decoder.config().vocab_size);
        longest = std::max(longest, question.ids.size() + answer);
    }
    DecoderCache cache = decoder.makeCache(static_cast<std::int64_t>(document.prefix.size() + longest));
    if (!document.prefix.empty()) {
        (void)prefill(decoder, idsOf(document.prefix), cache,
                      {.chunk = options.chunk, .scaleLogits = true, .beforeChunk = options.beforeChunk});
    }
    const DecoderCache::Mark mark = cache.mark();
    std::vector<NeedleTrial> trials;
    for (const NeedleQuestion& question : document.questions) {
        trials.push_back(ask(decoder, question, cache, tokenizer, options));
        trials.back().promptHash = promptHash(document, question);
        cache.rewind(mark);
    }
    return trials;
}

} // namespace halyard
