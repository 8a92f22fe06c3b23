// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace halyard {

// How documents become blocks of equal length (halo.md section 5).
enum class PackingMethod {
    Halo,   // 1,000 documents at a time, each cut to 10^6 tokens; what is left of a group's last block is dropped
    Stream, // one endless stream; only the last incomplete block of all is dropped
};

// "halo" or "stream"; otherwise Error(InvalidInput).
[[nodiscard]] PackingMethod packingMethodOf(const std::string& name);

inline constexpr std::int64_t kHaloGroupDocuments = 1000;
inline constexpr std::int64_t kHaloDocumentTokens = 1'000'000;

// Joins documents, each followed by the end-of-text token, and cuts them into blocks. A block is handed on as soon as it
// is full, so that no more than one is held.
class Packer {
public:
    // All that the next block depends on.
    struct State {
        std::vector<TokenId> pending;
        std::int64_t groupDocuments = 0;
        std::int64_t droppedTokens = 0;
    };
    using BlockSink = std::function<void(std::span<const TokenId> block)>;

    Packer(PackingMethod method, std::int64_t block, TokenId endOfText);

    void add(std::span<const TokenId> document, const BlockSink& sink);
    // After the last document.
    void finish();

    [[nodiscard]] const State& state() const { return m_state; }
    void restore(State state) { m_state = std::move(state); }

private:
    void append(std::span<const TokenId> tokens, const BlockSink& sink);
    void dropPending();

    PackingMethod m_method;
    std::size_t m_block;
    TokenId m_endOfText;
    State m_state;
};

} // namespace halyard
