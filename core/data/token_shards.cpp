// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/token_shards.h"

#include "core/base/error.h"
#include "core/data/shard_format.h"
#include "core/text/json_field.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <sys/mman.h>

namespace halyard {

namespace {

constexpr std::int64_t kLargestCount = std::int64_t{1} << 52;

// A file mapped for reading.
class Mapping {
public:
    Mapping(const FileDescriptor& file, std::uint64_t size, const std::filesystem::path& path)
        : m_size(static_cast<std::size_t>(size)),
          m_data(::mmap(nullptr, m_size, PROT_READ, MAP_SHARED, file.get(), 0)) {
        if (m_data == MAP_FAILED) {
            throw systemError(path.string(), HALYARD_TEXT("mapping"), errno);
        }
    }
    ~Mapping() { ::munmap(m_data, m_size); }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    [[nodiscard]] const std::byte* data() const { return static_cast<const std::byte*>(m_data); }

private:
    std::size_t m_size;
    void* m_data;
};

struct Shard {
    std::filesystem::path path;
    std::unique_ptr<Mapping> mapping;
    std::int64_t firstBlock = 0;
    std::int64_t blocks = 0;
    std::string hash;

    [[nodiscard]] const TokenId* tokens() const {
        return reinterpret_cast<const TokenId*>(mapping->data() + sizeof(ShardHeader));
    }
};

std::int64_t countField(const Json& object, const char* key, const std::string& place) {
    const Json* value = optionalField(object, key);
    return countOf(value == nullptr ? Json() : *value, kLargestCount, place + ": \"" + key + "\"");
}

DataManifest manifestOf(const Json& json, const std::string& place) {
    if (optionalStringField(json, "format", place) != "halyard-tokens") {
        throw invalidInput(HALYARD_TEXT("{file}: not the manifest of prepared data. Is this a folder that \"halyard data "
                                        "prepare\" wrote?"),
                           {{"file", place}});
    }
    const std::int64_t version = countField(json, "version", place);
    if (version != kShardVersion) {
        throw invalidInput(HALYARD_TEXT("{file}: format version {version}; this program reads version {known}."),
                           {{"file", place},
                            {"version", std::to_string(version)},
                            {"known", std::to_string(kShardVersion)}});
    }
    DataManifest manifest;
    manifest.packing = stringField(json, "packing", place);
    manifest.block = countField(json, "block", place);
    manifest.tokenizerHash = stringField(json, "tokenizer_hash", place);
    manifest.vocabularySize = countField(json, "vocabulary_size", place);
    manifest.documents = countField(json, "documents", place);
    manifest.badLines = countField(json, "bad_lines", place);
    manifest.tokens = countField(json, "tokens", place);
    manifest.blocks = countField(json, "blocks", place);
    if (manifest.block < 1 || manifest.block > kLongestBlock) {
        throw invalidInput(HALYARD_TEXT("{file}: \"block\" {block} is outside 1…{largest}."),
                           {{"file", place},
                            {"block", std::to_string(manifest.block)},
                            {"largest", std::to_string(kLongestBlock)}});
    }
    return manifest;
}

void checkHeader(const ShardHeader& header, const Shard& shard, const DataManifest& manifest) {
    const ShardHeader expected{.block = static_cast<std::uint64_t>(manifest.block),
                               .blocks = static_cast<std::uint64_t>(shard.blocks)};
    const std::string name = printable(shard.path.string());
    if (header.magic != expected.magic) {
        throw invalidInput(HALYARD_TEXT("{file}: not a token shard (its first bytes are others). Prepare the data again."),
                           {{"file", name}});
    }
    if (header.byteOrder != expected.byteOrder) {
        throw invalidInput(HALYARD_TEXT("{file}: written on a machine with another byte order. Prepare the data here."),
                           {{"file", name}});
    }
    if (header.version != expected.version) {
        throw invalidInput(HALYARD_TEXT("{file}: shard version {version}; this program reads version {known}."),
                           {{"file", name},
                            {"version", std::to_string(header.version)},
                            {"known", std::to_string(expected.version)}});
    }
    if (header.block != expected.block || header.blocks != expected.blocks || header.reserved != expected.reserved) {
        throw invalidInput(HALYARD_TEXT("{file}: holds {blocks} blocks of {block} tokens; manifest.json says {expected} "
                                        "of {length}. Prepare the data again."),
                           {{"file", name},
                            {"blocks", std::to_string(header.blocks)},
                            {"block", std::to_string(header.block)},
                            {"expected", std::to_string(expected.blocks)},
                            {"length", std::to_string(expected.block)}});
    }
}

Shard openShard(const std::filesystem::path& folder, const Json& entry, const DataManifest& manifest,
                const std::string& place) {
    const std::string name = stringField(entry, "file", place);
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
        name.find('\0') != std::string::npos) {
        throw invalidInput(HALYARD_TEXT("{file}: the shard name \"{name}\" leaves the folder. Refused."),
                           {{"file", place}, {"name", printable(name, 80)}});
    }
    Shard shard;
    shard.path = folder / name;
    shard.blocks = countField(entry, "blocks", place);
    shard.hash = stringField(entry, "xxh3_128", place);
    const FileDescriptor file = openRegularFile(shard.path);
    const std::uint64_t size = fileSize(file, shard.path);
    const std::uint64_t blockBytes = static_cast<std::uint64_t>(manifest.block) * sizeof(TokenId);
    const bool possible = static_cast<std::uint64_t>(shard.blocks) <= (std::uint64_t{1} << 62U) / blockBytes;
    const std::uint64_t expected = sizeof(ShardHeader) + static_cast<std::uint64_t>(shard.blocks) * blockBytes;
    if (!possible || size != expected) {
        throw invalidInput(HALYARD_TEXT("{file}: {size} bytes; {blocks} blocks need {expected}. The file is damaged or "
                                        "incomplete; prepare the data again."),
                           {{"file", printable(shard.path.string())},
                            {"size", grouped(size)},
                            {"blocks", std::to_string(shard.blocks)},
                            {"expected", grouped(expected)}});
    }
    shard.mapping = std::make_unique<Mapping>(file, size, shard.path);
    ShardHeader header;
    std::memcpy(&header, shard.mapping->data(), sizeof header);
    checkHeader(header, shard, manifest);
    return shard;
}

} // namespace

struct TokenShards::Impl {
    DataManifest manifest;
    std::vector<Shard> shards;
};

TokenShards::TokenShards(const std::filesystem::path& folder) : m_impl(std::make_unique<Impl>()) {
    const std::filesystem::path path = folder / kManifestName;
    const std::string place = printable(path.string());
    const Json json = readJsonFile(path);
    m_impl->manifest = manifestOf(json, place);
    std::int64_t blocks = 0;
    for (const Json& entry : arrayField(json, "shards", place)) {
        Shard shard = openShard(folder, entry, m_impl->manifest, place);
        shard.firstBlock = blocks;
        blocks += shard.blocks;
        m_impl->shards.push_back(std::move(shard));
    }
    if (blocks != m_impl->manifest.blocks || blocks * m_impl->manifest.block != m_impl->manifest.tokens) {
        throw invalidInput(HALYARD_TEXT("{file}: \"blocks\" {said} and \"tokens\" {tokens}, but its shards hold {blocks} "
                                        "blocks of {block}. Prepare the data again."),
                           {{"file", place},
                            {"said", std::to_string(m_impl->manifest.blocks)},
                            {"tokens", std::to_string(m_impl->manifest.tokens)},
                            {"blocks", std::to_string(blocks)},
                            {"block", std::to_string(m_impl->manifest.block)}});
    }
}

TokenShards::~TokenShards() = default;
TokenShards::TokenShards(TokenShards&&) noexcept = default;

const DataManifest& TokenShards::manifest() const {
    return m_impl->manifest;
}

std::int64_t TokenShards::blockCount() const {
    return m_impl->manifest.blocks;
}

std::int64_t TokenShards::blockLength() const {
    return m_impl->manifest.block;
}

std::span<const TokenId> TokenShards::block(std::int64_t index) const {
    if (index < 0 || index >= blockCount()) {
        throw invalidInput(HALYARD_TEXT("Block {index} was asked for; the data has {count}."),
                           {{"index", std::to_string(index)}, {"count", std::to_string(blockCount())}});
    }
    const auto after = std::upper_bound(m_impl->shards.begin(), m_impl->shards.end(), index,
                                        [](std::int64_t value, const Shard& shard) { return value < shard.firstBlock; });
    const Shard& shard = *std::prev(after);
    const std::int64_t length = blockLength();
    return {shard.tokens() + (index - shard.firstBlock) * length, static_cast<std::size_t>(length)};
}

void TokenShards::verify() const {
    const DataManifest& about = m_impl->manifest;
    for (const Shard& shard : m_impl->shards) {
        const std::span<const TokenId> tokens(shard.tokens(), static_cast<std::size_t>(shard.blocks * about.block));
        Hash hash;
        hash.update(tokens.data(), tokens.size_bytes());
        if (hash.digest() != shard.hash) {
            throw invalidInput(HALYARD_TEXT("{file}: its checksum is {found}, manifest.json says {expected}. The file is "
                                            "damaged; prepare the data again."),
                               {{"file", printable(shard.path.string())},
                                {"found", hash.digest()},
                                {"expected", printable(shard.hash, 40)}});
        }
        const auto bad = std::find_if(tokens.begin(), tokens.end(),
                                      [&](TokenId id) { return static_cast<std::int64_t>(id) >= about.vocabularySize; });
        if (bad != tokens.end()) {
            throw invalidInput(HALYARD_TEXT("{file}: token {id} at position {position} is outside the vocabulary of "
                                            "{size}. Prepare the data again."),
                               {{"file", printable(shard.path.string())},
                                {"id", std::to_string(*bad)},
                                {"position", std::to_string(bad - tokens.begin())},
                                {"size", std::to_string(about.vocabularySize)}});
        }
    }
}

} // namespace halyard
