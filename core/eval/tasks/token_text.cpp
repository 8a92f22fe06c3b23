// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/token_text.h"

#include "core/base/error.h"

#include <algorithm>

namespace halyard {

std::vector<std::int64_t> tokensOf(const Tokenizer& tokenizer, const std::string& text, bool addSpecialTokens) {
    const std::vector<TokenId> ids = tokenizer.encode(text, addSpecialTokens);
    return {ids.begin(), ids.end()};
}

std::string textOf(const Tokenizer& tokenizer, const std::vector<std::int64_t>& tokens) {
    std::vector<TokenId> known;
    for (const std::int64_t token : tokens) {
        if (token < static_cast<std::int64_t>(tokenizer.vocabularySize())) {
            known.push_back(static_cast<TokenId>(token));
        }
    }
    return tokenizer.decode(known, true);
}

void requireKnownTokens(const std::vector<std::int64_t>& tokens, std::int64_t vocabulary) {
    const auto unknown = std::find_if(tokens.begin(), tokens.end(), [&](std::int64_t id) { return id < 0 || id >= vocabulary; });
    if (unknown != tokens.end()) {
        throw invalidInput(HALYARD_TEXT("The tokenizer gives token {id}, but the model has {vocabulary}. Use the model's own tokenizer."),
                           {{"id", std::to_string(*unknown)}, {"vocabulary", std::to_string(vocabulary)}});
    }
}

} // namespace halyard
