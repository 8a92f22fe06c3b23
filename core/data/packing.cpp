// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/packing.h"

#include "core/base/error.h"

#include <algorithm>

namespace halyard {

PackingMethod packingMethodOf(const std::string& name) {
    if (name == "halo") {
        return PackingMethod::Halo;
    }
    if (name == "stream") {
        return PackingMethod::Stream;
    }
    throw invalidInput(HALYARD_TEXT("\"{name}\" is not a packing (known: halo, stream)."),
                       {{"name", printable(name, 60)}});
}

Packer::Packer(PackingMethod method, std::int64_t block, TokenId endOfText)
    : m_method(method), m_block(static_cast<std::size_t>(block)), m_endOfText(endOfText) {}

void Packer::add(std::span<const TokenId> document, const BlockSink& sink) {
    const auto longest = static_cast<std::size_t>(kHaloDocumentTokens);
    if (m_method == PackingMethod::Halo && document.size() > longest) {
        m_state.droppedTokens += static_cast<std::int64_t>(document.size() - longest);
        document = document.first(longest);
    }
    append(document, sink);
    append(std::span(&m_endOfText, 1), sink);
    if (m_method == PackingMethod::Halo && ++m_state.groupDocuments == kHaloGroupDocuments) {
        dropPending();
    }
}

void Packer::finish() {
    dropPending();
}

void Packer::dropPending() {
    m_state.droppedTokens += static_cast<std::int64_t>(m_state.pending.size());
    m_state.pending.clear();
    m_state.groupDocuments = 0;
}

void Packer::append(std::span<const TokenId> tokens, const BlockSink& sink) {
    while (!tokens.empty()) {
        if (m_state.pending.empty() && tokens.size() >= m_block) {
            sink(tokens.first(m_block));
            tokens = tokens.subspan(m_block);
            continue;
        }
        const std::size_t taken = std::min(m_block - m_state.pending.size(), tokens.size());
        m_state.pending.insert(m_state.pending.end(), tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(taken));
        tokens = tokens.subspan(taken);
        if (m_state.pending.size() == m_block) {
            sink(m_state.pending);
            m_state.pending.clear();
        }
    }
}

} // namespace halyard
