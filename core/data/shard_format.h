// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/data/token_shards.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace halyard {

inline constexpr const char* kManifestName = "manifest.json";
inline constexpr std::uint32_t kShardVersion = 1;
inline constexpr std::uint32_t kByteOrderProbe = 0x01020304;
inline constexpr std::int64_t kLongestBlock = std::int64_t{1} << 24;

// The first 64 bytes of a shard; token ids (uint32, little endian) follow, block after block.
struct ShardHeader {
    std::array<char, 8> magic = {'H', 'L', 'Y', 'T', 'O', 'K', 'E', 'N'};
    std::uint32_t version = kShardVersion;
    std::uint32_t byteOrder = kByteOrderProbe;
    std::uint64_t block = 0;
    std::uint64_t blocks = 0;
    std::array<std::uint64_t, 4> reserved = {};
};
static_assert(sizeof(ShardHeader) == 64);

// One shard in the manifest.
struct ShardEntry {
    std::string file;
    std::int64_t blocks = 0;
    std::string hash; // XXH3-128 of the tokens
};

[[nodiscard]] std::string shardName(std::size_t index); // "tokens-00000.bin"

// Writes blocks into shards of equally many blocks. What sync() has returned survives the end of the process and can be
// taken up again.
class ShardWriter {
public:
    struct State {
        std::vector<ShardEntry> closed;
        std::int64_t openBlocks = 0; // of the shard after those
    };

    ShardWriter(std::filesystem::path folder, std::int64_t block, std::int64_t blocksPerShard);

    void write(std::span<const TokenId> block);
    // Makes everything written durable and tells what is there.
    [[nodiscard]] State sync();
    // Cuts the files back to an earlier state. Throws Error(InvalidInput) when they hold less.
    void restore(const State& state);
    // Closes the last shard and tells all shards.
    [[nodiscard]] std::vector<ShardEntry> finish();

private:
    void open();
    void flush();
    void closeShard();

    std::filesystem::path m_folder;
    std::int64_t m_block;
    std::int64_t m_blocksPerShard;
    std::vector<ShardEntry> m_closed;
    std::filesystem::path m_path;
    FileDescriptor m_file;
    std::unique_ptr<Hash> m_hash; // of the open shard's tokens
    std::int64_t m_openBlocks = 0;
    std::string m_buffer;
};

} // namespace halyard
