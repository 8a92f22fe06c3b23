// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/shard_format.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::size_t kBufferBytes = std::size_t{4} << 20U;

} // namespace

std::string shardName(std::size_t index) {
    char name[40];
    std::snprintf(name, sizeof name, "tokens-%05zu.bin", index);
    return name;
}

ShardWriter::ShardWriter(std::filesystem::path folder, std::int64_t block, std::int64_t blocksPerShard)
    : m_folder(std::move(folder)), m_block(block), m_blocksPerShard(blocksPerShard) {}

void ShardWriter::open() {
    m_path = m_folder / shardName(m_closed.size());
    m_file = FileDescriptor(
        uninterrupted([&] { return ::open(m_path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644); }));
    if (!m_file.isOpen()) {
        throw systemError(m_path.string(), HALYARD_TEXT("writing"), errno);
    }
    m_hash = std::make_unique<Hash>();
    m_openBlocks = 0;
    const ShardHeader header{.block = static_cast<std::uint64_t>(m_block)};
    m_buffer.assign(reinterpret_cast<const char*>(&header), sizeof header);
}

void ShardWriter::flush() {
    if (m_file.isOpen()) {
        writeAll(m_file, m_buffer, m_path);
    }
    m_buffer.clear();
}

void ShardWriter::write(std::span<const TokenId> block) {
    if (!m_file.isOpen()) {
        open();
    }
    m_hash->update(block.data(), block.size_bytes());
    m_buffer.append(reinterpret_cast<const char*>(block.data()), block.size_bytes());
    ++m_openBlocks;
    if (m_buffer.size() >= kBufferBytes) {
        flush();
    }
    if (m_openBlocks == m_blocksPerShard) {
        closeShard();
    }
}

void ShardWriter::closeShard() {
    flush();
    const ShardHeader header{.block = static_cast<std::uint64_t>(m_block),
                             .blocks = static_cast<std::uint64_t>(m_openBlocks)};
    writeAllAt(m_file, 0, {reinterpret_cast<const char*>(&header), sizeof header}, m_path);
    syncFile(m_file, m_path);
    if (const int error = m_file.close(); error != 0) {
        throw systemError(m_path.string(), HALYARD_TEXT("writing"), error);
    }
    m_closed.push_back({shardName(m_closed.size()), m_openBlocks, m_hash->digest()});
    m_openBlocks = 0;
}

ShardWriter::State ShardWriter::sync() {
    if (m_file.isOpen()) {
        flush();
        syncFile(m_file, m_path);
    }
    syncFolder(m_folder);
    return {m_closed, m_openBlocks};
}

void ShardWriter::restore(const State& state) {
    m_closed = state.closed;
    m_openBlocks = 0;
    m_buffer.clear();
    m_file = FileDescriptor();
    if (state.openBlocks == 0) {
        return;
    }
    m_path = m_folder / shardName(m_closed.size());
    m_file = FileDescriptor(uninterrupted([&] { return ::open(m_path.c_str(), O_RDWR | O_CLOEXEC); }));
    if (!m_file.isOpen() && errno != ENOENT) {
        throw systemError(m_path.string(), HALYARD_TEXT("opening"), errno);
    }
    const auto blockBytes = static_cast<std::size_t>(m_block) * sizeof(TokenId);
    const std::uint64_t kept = sizeof(ShardHeader) + static_cast<std::uint64_t>(state.openBlocks) * blockBytes;
    if (!m_file.isOpen() || fileSize(m_file, m_path) < kept) {
        throw invalidInput(HALYARD_TEXT("{file}: shorter than when preparing was interrupted. Remove its folder and "
                                        "prepare again."),
                           {{"file", printable(m_path.string())}});
    }
    m_hash = std::make_unique<Hash>();
    std::string bytes(blockBytes, '\0');
    for (std::int64_t i = 0; i < state.openBlocks; ++i) {
        const auto at = static_cast<off_t>(sizeof(ShardHeader) + static_cast<std::uint64_t>(i) * blockBytes);
        const ssize_t got = uninterrupted([&] { return ::pread(m_file.get(), bytes.data(), blockBytes, at); });
        if (got != static_cast<ssize_t>(blockBytes)) {
            throw systemError(m_path.string(), HALYARD_TEXT("reading"), got < 0 ? errno : EIO);
        }
        m_hash->update(bytes);
    }
    if (uninterrupted([&] { return ::ftruncate(m_file.get(), static_cast<off_t>(kept)); }) != 0 || ::lseek(m_file.get(), 0, SEEK_END) < 0) {
        throw systemError(m_path.string(), HALYARD_TEXT("writing"), errno);
    }
    m_openBlocks = state.openBlocks;
}

std::vector<ShardEntry> ShardWriter::finish() {
    if (m_file.isOpen()) {
        closeShard();
    }
    return m_closed;
}

} // namespace halyard
