// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/token_table.h"

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace halyard {

// Which token two neighbours become, and how early.
struct BpeMerge {
    std::uint32_t rank = 0;
    TokenId result = 0;
};

// (left, right) -> merge: an open-addressing hash table.
class MergeTable {
public:
    void reserve(std::size_t merges);
    // A pair given twice keeps its last rank, as in "tokenizers".
    void set(TokenId left, TokenId right, BpeMerge merge);
    // nullptr: the two do not merge.
    [[nodiscard]] const BpeMerge* find(TokenId left, TokenId right) const {
        if (m_slots.empty()) {
            return nullptr;
        }
        const std::uint64_t key = keyOf(left, right);
        for (std::size_t at = slotOf(key);; at = (at + 1) & (m_slots.size() - 1)) {
            const Slot& slot = m_slots[at];
            if (slot.key == key) {
                return &slot.merge;
            }
            if (slot.key == kEmpty) {
                return nullptr;
            }
        }
    }
    // Before several calls of set.
    void prefetch(TokenId left, TokenId right) const {
        if (!m_slots.empty()) {
            __builtin_prefetch(&m_slots[slotOf(keyOf(left, right))], 1);
        }
    }
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    // At most three in five slots are used.
    [[nodiscard]] static std::size_t slotsFor(std::size_t merges) { return std::bit_ceil(merges * 5 / 3 + 16); }
    static constexpr std::uint64_t kEmpty = ~std::uint64_t{0};
    struct Slot {
        std::uint64_t key = kEmpty;
        BpeMerge merge;
    };
    [[nodiscard]] static std::uint64_t keyOf(TokenId left, TokenId right) {
        return (static_cast<std::uint64_t>(left) << 32U) | right;
    }
    [[nodiscard]] std::size_t slotOf(std::uint64_t key) const {
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> m_shift);
    }

    std::vector<Slot> m_slots;
    unsigned m_shift = 63;
    std::size_t m_size = 0;
};

// A byte-level BPE model. Token texts are bytes, not the printable alphabet.
struct BpeModel {
    TokenTable tokens;      // by their bytes
    TokenTable otherTokens; // with characters outside the byte alphabet, by their text: never the result of a merge of bytes
    MergeTable merges;
    std::array<std::optional<TokenId>, 256> byteTokens;
    std::optional<TokenId> unknown; // for a byte without a token
    bool fuseUnknown = false;       // neighbouring unknown bytes become one
    bool ignoreMerges = false;      // a piece that is a token is that token, whatever the merges say
};

// A token by the text that tokenizer.json writes it with.
[[nodiscard]] std::optional<TokenId> findToken(const BpeModel& model, const std::string& text);
// The bytes a token decodes to; nothing when no token of the model has this id.
[[nodiscard]] std::optional<std::string_view> tokenBytes(const BpeModel& model, TokenId id);

// What a thread needs to encode with: buffers, and the ids of pieces met before.
class BpeScratch {
public:
    BpeScratch();

private:
    friend void encodePiece(const BpeModel&, std::string_view, BpeScratch&, std::vector<TokenId>&);
    friend void mergeAll(const BpeModel&, BpeScratch&);
    friend void mergeFew(const BpeModel&, BpeScratch&);
    friend void mergeMany(const BpeModel&, BpeScratch&);

    static constexpr std::size_t kCachedBytes = 30;
    static constexpr std::size_t kCachedIds = 8;
    // One cache line; a piece that falls on a used slot takes it over.
    struct alignas(64) CachedPiece {
        std::array<char, kCachedBytes> bytes;
        std::uint8_t size = 0;
        std::uint8_t count = 0;
        std::array<TokenId, kCachedIds> ids;
    };
    struct Symbol {
        TokenId id;
        std::uint32_t previous;
        std::uint32_t next;
    };

    std::vector<CachedPiece> m_cache;
    std::vector<TokenId> m_ids;            // the piece, merged in place
    std::vector<std::uint32_t> m_ranks;    // of the pair that begins here
    std::vector<Symbol> m_symbols;         // long pieces
    std::vector<std::uint64_t> m_queue;    // rank << 32 | position
};

// Appends the ids of one piece: its bytes as tokens, then the merge of lowest rank, leftmost first, until none applies.
// Throws Error(InvalidInput) for a byte that has neither a token nor an unknown token.
void encodePiece(const BpeModel& model, std::string_view piece, BpeScratch& scratch, std::vector<TokenId>& out);

} // namespace halyard
