// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/token_table.h"

#include <bit>

#include <xxhash.h>

namespace halyard {

void TokenTable::reserve(std::size_t tokens, std::size_t bytes) {
    m_bytes.reserve(bytes);
    m_places.reserve(tokens);
    grow(std::bit_ceil(2 * tokens + 16));
}

std::size_t TokenTable::slotFor(std::string_view text) const {
    std::size_t at = XXH3_64bits(text.data(), text.size()) & (m_slots.size() - 1);
    while (m_slots[at] != kNone && *textOf(m_slots[at]) != text) {
        at = (at + 1) & (m_slots.size() - 1);
    }
    return at;
}

void TokenTable::grow(std::size_t slots) {
    if (slots <= m_slots.size()) {
        return;
    }
    m_slots.assign(slots, kNone);
    for (std::size_t id = 0; id < m_places.size(); ++id) {
        if (const auto text = textOf(static_cast<TokenId>(id))) {
            m_slots[slotFor(*text)] = static_cast<std::uint32_t>(id);
        }
    }
}

bool TokenTable::add(std::string_view text, TokenId id) {
    if (2 * (m_size + 1) > m_slots.size()) {
        grow(std::bit_ceil(4 * (m_size + 8)));
    }
    const std::size_t slot = slotFor(text);
    if (m_slots[slot] != kNone || textOf(id)) {
        return false;
    }
    if (id >= m_places.size()) {
        m_places.resize(static_cast<std::size_t>(id) + 1);
    }
    m_places[id] = {m_bytes.size(), static_cast<std::uint32_t>(text.size())};
    m_bytes += text;
    m_slots[slot] = id;
    ++m_size;
    return true;
}

std::optional<TokenId> TokenTable::find(std::string_view text) const {
    if (m_slots.empty()) {
        return std::nullopt;
    }
    const std::uint32_t id = m_slots[slotFor(text)];
    return id == kNone ? std::nullopt : std::optional<TokenId>(id);
}

std::optional<std::string_view> TokenTable::textOf(TokenId id) const {
    if (id >= m_places.size() || m_places[id].size == kNone) {
        return std::nullopt;
    }
    return std::string_view(m_bytes).substr(m_places[id].begin, m_places[id].size);
}

} // namespace halyard
