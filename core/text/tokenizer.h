// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

using TokenId = std::uint32_t;

// A byte-level BPE tokenizer read from tokenizer.json: normaliser NFC (or none), pre-tokenizer Split(regex) + ByteLevel
// (or ByteLevel's own regex), added and special tokens, ignore_merges, byte-level decoding. Ids equal those of the
// Python package "tokenizers". Immutable after loading; encode and decode may be called from several threads.
class Tokenizer {
public:
    // folder: a model folder with tokenizer.json (tokenizer_config.json, generation_config.json and config.json name
    // the special tokens), or the path of a tokenizer.json. Throws Error(InvalidInput) as in promises.md 3.3.
    explicit Tokenizer(const std::filesystem::path& folder);
    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;

    // text must be valid UTF-8; otherwise Error(InvalidInput) naming the byte.
    [[nodiscard]] std::vector<TokenId> encode(std::string_view text, bool addSpecialTokens = false) const;
    // Bytes that are not valid UTF-8 together become U+FFFD, as in "tokenizers".
    [[nodiscard]] std::string decode(std::span<const TokenId> ids, bool skipSpecialTokens = false) const;

    [[nodiscard]] std::size_t vocabularySize() const; // largest id + 1
    [[nodiscard]] std::optional<TokenId> idOf(std::string_view token) const;
    [[nodiscard]] std::optional<TokenId> endOfText() const; // eos_token
    [[nodiscard]] const std::string& hash() const;          // XXH3-128 of tokenizer.json

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace halyard
