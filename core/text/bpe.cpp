// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bpe.h"

#include "core/base/error.h"
#include "core/text/byte_level.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <limits>

#include <xxhash.h>

namespace halyard {

namespace {

constexpr std::uint32_t kNoRank = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kNoSymbol = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kCacheSlots = std::size_t{1} << 15U;
// Below this many bytes scanning all pairs for the lowest rank beats a heap.
constexpr std::size_t kFew = 48;

std::uint32_t rankOf(const BpeModel& model, TokenId left, TokenId right) {
    const BpeMerge* merge = model.merges.find(left, right);
    return merge == nullptr ? kNoRank : merge->rank;
}

void appendBytes(const BpeModel& model, std::string_view piece, std::vector<TokenId>& ids) {
    bool afterUnknown = false;
    for (const char c : piece) {
        const auto byte = static_cast<unsigned char>(c);
        if (const auto& token = model.byteTokens[byte]) {
            ids.push_back(*token);
            afterUnknown = false;
            continue;
        }
        if (!model.unknown) {
            throw invalidInput(HALYARD_TEXT("The tokenizer has no token for the byte {byte} in \"{piece}\", nor an "
                                            "unknown token. Use text of its own alphabet."),
                               {{"byte", std::to_string(byte)}, {"piece", printable(piece, 40)}});
        }
        if (!afterUnknown || !model.fuseUnknown) {
            ids.push_back(*model.unknown);
        }
        afterUnknown = true;
    }
}

} // namespace

void MergeTable::reserve(std::size_t merges) {
    const std::size_t slots = slotsFor(merges);
    if (slots <= m_slots.size()) {
        return;
    }
    const std::vector<Slot> old = std::move(m_slots);
    m_slots.assign(slots, {});
    m_shift = static_cast<unsigned>(64 - std::countr_zero(slots));
    m_size = 0;
    for (const Slot& slot : old) {
        if (slot.key != kEmpty) {
            set(static_cast<TokenId>(slot.key >> 32U), static_cast<TokenId>(slot.key), slot.merge);
        }
    }
}

void MergeTable::set(TokenId left, TokenId right, BpeMerge merge) {
    if (slotsFor(m_size + 1) > m_slots.size()) {
        reserve(2 * m_size + 8);
    }
    const std::uint64_t key = keyOf(left, right);
    std::size_t at = slotOf(key);
    while (m_slots[at].key != kEmpty && m_slots[at].key != key) {
        at = (at + 1) & (m_slots.size() - 1);
    }
    m_size += m_slots[at].key == kEmpty ? 1 : 0;
    m_slots[at] = {key, merge};
}

std::optional<TokenId> findToken(const BpeModel& model, const std::string& text) {
    const auto bytes = byteLevelBytes(text);
    return bytes ? model.tokens.find(*bytes) : model.otherTokens.find(text);
}

std::optional<std::string_view> tokenBytes(const BpeModel& model, TokenId id) {
    const auto bytes = model.tokens.textOf(id);
    return bytes ? bytes : model.otherTokens.textOf(id);
}

BpeScratch::BpeScratch() : m_cache(kCacheSlots) {}

void mergeFew(const BpeModel& model, BpeScratch& scratch) {
    std::vector<TokenId>& ids = scratch.m_ids;
    std::vector<std::uint32_t>& ranks = scratch.m_ranks;
    ranks.resize(ids.size());
    for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
        ranks[i] = rankOf(model, ids[i], ids[i + 1]);
    }
    std::size_t size = ids.size();
    while (size > 1) {
        std::size_t best = 0;
        for (std::size_t i = 1; i + 1 < size; ++i) {
            best = ranks[i] < ranks[best] ? i : best;
        }
        if (ranks[best] == kNoRank) {
            break;
        }
        ids[best] = model.merges.find(ids[best], ids[best + 1])->result;
        --size;
        std::copy(ids.begin() + static_cast<std::ptrdiff_t>(best) + 2, ids.begin() + static_cast<std::ptrdiff_t>(size) + 1,
                  ids.begin() + static_cast<std::ptrdiff_t>(best) + 1);
        std::copy(ranks.begin() + static_cast<std::ptrdiff_t>(best) + 2,
                  ranks.begin() + static_cast<std::ptrdiff_t>(size) + 1,
                  ranks.begin() + static_cast<std::ptrdiff_t>(best) + 1);
        if (best > 0) {
            ranks[best - 1] = rankOf(model, ids[best - 1], ids[best]);
        }
        if (best + 1 < size) {
            ranks[best] = rankOf(model, ids[best], ids[best + 1]);
        }
    }
    ids.resize(size);
}

void mergeMany(const BpeModel& model, BpeScratch& scratch) {
    std::vector<BpeScratch::Symbol>& symbols = scratch.m_symbols;
    std::vector<std::uint64_t>& queue = scratch.m_queue;
    std::vector<std::uint32_t>& ranks = scratch.m_ranks;
    const auto count = static_cast<std::uint32_t>(scratch.m_ids.size());
    symbols.resize(count);
    ranks.assign(count, kNoRank);
    queue.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
        symbols[i] = {scratch.m_ids[i], i == 0 ? kNoSymbol : i - 1, i + 1 == count ? kNoSymbol : i + 1};
    }
    // ranks[i] is the rank of the pair that begins at symbol i; an entry of the queue with another rank is out of date.
    const auto renew = [&](std::uint32_t at) {
        const std::uint32_t next = symbols[at].next;
        ranks[at] = next == kNoSymbol ? kNoRank : rankOf(model, symbols[at].id, symbols[next].id);
        return ranks[at] != kNoRank;
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        if (renew(i)) {
            queue.push_back((static_cast<std::uint64_t>(ranks[i]) << 32U) | i);
        }
    }
    std::make_heap(queue.begin(), queue.end(), std::greater<>());
    const auto enqueue = [&](std::uint32_t at) {
        if (renew(at)) {
            queue.push_back((static_cast<std::uint64_t>(ranks[at]) << 32U) | at);
            std::push_heap(queue.begin(), queue.end(), std::greater<>());
        }
    };
    while (!queue.empty()) {
        std::pop_heap(queue.begin(), queue.end(), std::greater<>());
        const auto at = static_cast<std::uint32_t>(queue.back());
        const auto rank = static_cast<std::uint32_t>(queue.back() >> 32U);
        queue.pop_back();
        if (ranks[at] != rank) {
            continue;
        }
        const std::uint32_t gone = symbols[at].next;
        symbols[at].id = model.merges.find(symbols[at].id, symbols[gone].id)->result;
        symbols[at].next = symbols[gone].next;
        ranks[gone] = kNoRank;
        if (symbols[at].next != kNoSymbol) {
            symbols[symbols[at].next].previous = at;
        }
        enqueue(at);
        if (symbols[at].previous != kNoSymbol) {
            enqueue(symbols[at].previous);
        }
    }
    scratch.m_ids.clear();
    for (std::uint32_t at = 0; at != kNoSymbol; at = symbols[at].next) {
        scratch.m_ids.push_back(symbols[at].id);
    }
}

void mergeAll(const BpeModel& model, BpeScratch& scratch) {
    if (scratch.m_ids.size() <= kFew) {
        mergeFew(model, scratch);
    } else {
        mergeMany(model, scratch);
    }
}

void encodePiece(const BpeModel& model, std::string_view piece, BpeScratch& scratch, std::vector<TokenId>& out) {
    if (piece.empty()) {
        return;
    }
    BpeScratch::CachedPiece* cached = nullptr;
    if (piece.size() <= BpeScratch::kCachedBytes) {
        cached = &scratch.m_cache[XXH3_64bits(piece.data(), piece.size()) & (kCacheSlots - 1)];
        if (cached->size == piece.size() && std::memcmp(cached->bytes.data(), piece.data(), piece.size()) == 0) {
            out.insert(out.end(), cached->ids.begin(), cached->ids.begin() + cached->count);
            return;
        }
    }
    scratch.m_ids.clear();
    const auto whole = model.ignoreMerges ? model.tokens.find(piece) : std::nullopt;
    if (whole) {
        scratch.m_ids.push_back(*whole);
    } else {
        appendBytes(model, piece, scratch.m_ids);
        mergeAll(model, scratch);
    }
    out.insert(out.end(), scratch.m_ids.begin(), scratch.m_ids.end());
    if (cached != nullptr && scratch.m_ids.size() <= BpeScratch::kCachedIds) {
        std::memcpy(cached->bytes.data(), piece.data(), piece.size());
        cached->size = static_cast<std::uint8_t>(piece.size());
        cached->count = static_cast<std::uint8_t>(scratch.m_ids.size());
        std::copy(scratch.m_ids.begin(), scratch.m_ids.end(), cached->ids.begin());
    }
}

} // namespace halyard
