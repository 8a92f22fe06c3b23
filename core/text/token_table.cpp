// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/token_table.h"

#include <xxhash.h>

namespace halyard {

std::uint64_t TokenTable::hashOf(std::string_view text) {
    return XXH3_64bits(text.data(), text.size());
}

void TokenTable::reserve(std::size_t tokens, std::size_t bytes) {
    m_bytes.reserve(bytes);
    m_places.reserve(tokens);
    grow(slotsFor(tokens));
}

std::size_t TokenTable::slotFor(std::string_view text, std::uint64_t hash) const {
    const auto tag = static_cast<std::uint32_t>(hash >> 32U);
    std::size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].id != kNone && (m_slots[at].hash != tag || *textOf(m_slots[at].id) != text)) {
        at = (at + 1) & (m_slots.size() - 1);
    }
    return at;
}

void TokenTable::grow(std::size_t slots) {
    if (slots <= m_slots.size()) {
        return;
    }
    m_slots.assign(slots, {});
    for (std::size_t id = 0; id < m_places.size(); ++id) {
        if (const auto text = textOf(static_cast<TokenId>(id))) {
            const std::uint64_t hash = hashOf(*text);
            m_slots[slotFor(*text, hash)] = {static_cast<std::uint32_t>(hash >> 32U), static_cast<std::uint32_t>(id)};
        }
    }
}

bool TokenTable::add(std::string_view text, std::uint64_t hash, TokenId id) {
    if (slotsFor(m_size + 1) > m_slots.size()) {
        grow(slotsFor(2 * m_size + 8));
    }
    const std::size_t slot = slotFor(text, hash);
    if (m_slots[slot].id != kNone || textOf(id)) {
        return false;
    }
    if (id >= m_places.size()) {
        m_places.resize(static_cast<std::size_t>(id) + 1);
    }
    m_places[id] = {static_cast<std::uint32_t>(m_bytes.size()), static_cast<std::uint32_t>(text.size())};
    m_bytes += text;
    m_slots[slot] = {static_cast<std::uint32_t>(hash >> 32U), id};
    ++m_size;
    return true;
}

std::optional<TokenId> TokenTable::find(std::string_view text, std::uint64_t hash) const {
    if (m_slots.empty()) {
        return std::nullopt;
    }
    const std::uint32_t id = m_slots[slotFor(text, hash)].id;
    return id == kNone ? std::nullopt : std::optional<TokenId>(id);
}

std::optional<std::string_view> TokenTable::textOf(TokenId id) const {
    if (id >= m_places.size() || m_places[id].size == kNone) {
        return std::nullopt;
    }
    return std::string_view(m_bytes).substr(m_places[id].begin, m_places[id].size);
}

} // namespace halyard
