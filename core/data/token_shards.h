// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace halyard {

// What manifest.json of a prepared data folder says.
struct DataManifest {
    std::string packing;       // "halo" | "stream"
    std::int64_t block = 0;    // tokens of a block
    std::string tokenizerHash; // Tokenizer::hash()
    std::int64_t vocabularySize = 0;
    std::int64_t documents = 0;
    std::int64_t badLines = 0;
    std::int64_t tokens = 0; // in blocks
    std::int64_t blocks = 0;
};

// A prepared data folder: memory-mapped uint32 token shards, seen as one array of equally long blocks.
// Opening checks magic, version, endianness, sizes against the manifest (promises.md 3.4). Throws Error(InvalidInput).
class TokenShards {
public:
    explicit TokenShards(const std::filesystem::path& folder);
    ~TokenShards();
    TokenShards(TokenShards&&) noexcept;

    [[nodiscard]] const DataManifest& manifest() const;
    [[nodiscard]] std::int64_t blockCount() const;
    [[nodiscard]] std::int64_t blockLength() const;
    [[nodiscard]] std::span<const TokenId> block(std::int64_t index) const;
    // Compares every shard's checksum and every token with the vocabulary size.
    void verify() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace halyard
