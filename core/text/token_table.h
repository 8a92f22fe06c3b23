// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// Byte string <-> id, both ways; ids may have gaps. The strings lie in one buffer, less than 4 GiB of them. Memory is in
// proportion to the strings and the largest id.
class TokenTable {
public:
    void reserve(std::size_t tokens, std::size_t bytes);
    // false, and nothing changes, when the id or the text is taken.
    [[nodiscard]] bool add(std::string_view text, TokenId id) { return add(text, hashOf(text), id); }
    [[nodiscard]] std::optional<TokenId> find(std::string_view text) const { return find(text, hashOf(text)); }

    // For many texts at once: hash each, prefetch its place in the table, and only then add or find them all.
    [[nodiscard]] static std::uint64_t hashOf(std::string_view text);
    void prefetch(std::uint64_t hash) const {
        if (!m_slots.empty()) {
            __builtin_prefetch(&m_slots[hash & (m_slots.size() - 1)]);
        }
    }
    [[nodiscard]] bool add(std::string_view text, std::uint64_t hash, TokenId id);
    [[nodiscard]] std::optional<TokenId> find(std::string_view text, std::uint64_t hash) const;
    // nothing: no token has this id
    [[nodiscard]] std::optional<std::string_view> textOf(TokenId id) const;
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t idLimit() const { return m_places.size(); } // largest id + 1

private:
    struct Place {
        std::uint32_t begin = 0;
        std::uint32_t size = kNone;
    };
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    // The hash beside the id spares most looks at the text of another token.
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t id = kNone;
    };

    // At most three in five slots are used.
    [[nodiscard]] static std::size_t slotsFor(std::size_t tokens) { return std::bit_ceil(tokens * 5 / 3 + 16); }
    void grow(std::size_t slots);
    [[nodiscard]] std::size_t slotFor(std::string_view text, std::uint64_t hash) const;

    std::string m_bytes;
    std::vector<Place> m_places; // by id
    std::vector<Slot> m_slots;
    std::size_t m_size = 0;
};

} // namespace halyard
