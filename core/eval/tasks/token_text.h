// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace halyard {

// Tokens as a model takes them, and the text of what it says; tokens beyond the tokenizer's (padding rows of an embedding)
// have none, and special ones are left out.
[[nodiscard]] std::vector<std::int64_t> tokensOf(const Tokenizer& tokenizer, const std::string& text, bool addSpecialTokens = false);
[[nodiscard]] std::string textOf(const Tokenizer& tokenizer, const std::vector<std::int64_t>& tokens);

// Throws Error(InvalidInput) naming the first token that a model of so many does not know.
void requireKnownTokens(const std::vector<std::int64_t>& tokens, std::int64_t vocabulary);

} // namespace halyard
