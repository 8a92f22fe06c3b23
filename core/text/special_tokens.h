// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace halyard {

using TokenLookup = std::function<std::optional<TokenId>(std::string_view)>;

// The token that ends a text: "eos_token" of tokenizer_config.json, else "eos_token_id" of generation_config.json or
// config.json (of a list the first), else "<|endoftext|>" or "<|end_of_text|>"; nothing when none is named.
// Throws Error(InvalidInput) when the named token does not exist.
[[nodiscard]] std::optional<TokenId> findEndOfText(const std::filesystem::path& folder, const TokenLookup& lookup);

} // namespace halyard
