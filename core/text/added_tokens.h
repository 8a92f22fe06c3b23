// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace halyard {

// An entry of "added_tokens": text that is one token wherever it stands, found before the text is split.
struct AddedToken {
    std::string content;
    TokenId id = 0;
    bool special = false;
    bool single_word = false; // only where no word character touches it
    bool lstrip = false;      // takes the white space on its left
    bool rstrip = false;      // takes the white space on its right
    bool normalized = false;  // looked for in the normalised text
};

// Finds the given tokens in texts: leftmost first, of those the longest.
class AddedTokenFinder {
public:
    struct Part {
        std::string_view text;
        std::optional<TokenId> token; // nothing: ordinary text
    };

    // patterns[i] is the text looked for in place of tokens[i].content (its normalised form).
    AddedTokenFinder(std::vector<AddedToken> tokens, const std::vector<std::string>& patterns);

    // Appends the parts of a text in order; stripped white space belongs to the token beside it.
    void split(std::string_view text, std::vector<Part>& parts) const;

private:
    struct Found {
        std::size_t end = 0;
        std::size_t token = 0;
    };
    [[nodiscard]] std::optional<Found> longestAt(std::string_view text, std::size_t at) const;

    std::vector<AddedToken> m_tokens;
    std::vector<bool> m_begins; // by first byte: may a token begin with it
    // A trie: (node, byte) -> node; the root is 0.
    std::unordered_map<std::uint64_t, std::uint32_t> m_next;
    std::vector<std::optional<std::size_t>> m_ends; // by node: the token that ends there
};

} // namespace halyard
