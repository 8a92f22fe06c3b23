// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare_part.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// The folder that becomes the output when all is done: a hidden neighbour of it.
fs::path workFolderOf(const fs::path& out) {
    const fs::path full = fs::absolute(out).lexically_normal();
    const fs::path whole = full.has_filename() ? full : full.parent_path();
    return whole.parent_path() / ("." + whole.filename().string() + ".preparing");
}

bool isMadeFrom(const fs::path& folder, const std::string& source) {
    std::error_code ignored;
    if (!fs::exists(folder / kManifestName, ignored)) {
        return false;
    }
    const Json manifest = readJsonFile(folder / kManifestName);
    const Json found = manifest.is_object() ? manifest.value("source", Json()) : Json();
    return found == source;
}

} // namespace

PreparePart::PreparePart(const PrepareOptions& options, fs::path out, std::string source, TokenId endOfText)
    : m_out(std::move(out)), m_folder(workFolderOf(m_out)), m_source(std::move(source)), m_packing(options.packing),
      m_block(options.block), m_packer(packingMethodOf(options.packing), options.block, endOfText),
      m_writer(m_folder, options.block, std::max<std::int64_t>(1, options.shardTokens / options.block)) {}

bool PreparePart::isDone() const {
    return isMadeFrom(m_out, m_source);
}

bool PreparePart::isFinished() const {
    return isMadeFrom(m_folder, m_source);
}

bool PreparePart::isSomethingElse() const {
    std::error_code ignored;
    return fs::exists(m_out, ignored) && !fs::is_empty(m_out, ignored);
}

void PreparePart::lock() {
    createFolders(m_folder);
    m_lock = FileDescriptor(
        uninterrupted([&] { return ::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!m_lock.isOpen()) {
        throw systemError(m_folder.string(), HALYARD_TEXT("opening"), errno);
    }
    if (uninterrupted([&] { return ::flock(m_lock.get(), LOCK_EX | LOCK_NB); }) != 0) {
        if (errno != EWOULDBLOCK) {
            throw systemError(m_folder.string(), HALYARD_TEXT("locking"), errno);
        }
        throw invalidInput(HALYARD_TEXT("{folder}: another process is preparing this data now. Wait for it."),
                           {{"folder", printable(m_out.string())}});
    }
}

void PreparePart::clear() {
    for (const auto& entry : fs::directory_iterator(m_folder)) {
        fs::remove_all(entry.path());
    }
}

void PreparePart::restore(const State& state) {
    m_packer.restore(state.packer);
    m_writer.restore(state.shards);
    m_documents = state.documents;
}

void PreparePart::add(std::span<const TokenId> document) {
    ++m_documents;
    m_packer.add(document, [&](std::span<const TokenId> block) { m_writer.write(block); });
}

PreparePart::State PreparePart::save() {
    return {m_packer.state(), m_writer.sync(), m_documents};
}

void PreparePart::finish(const std::string& tokenizerHash, std::int64_t vocabularySize, std::int64_t badLines) {
    m_packer.finish();
    std::int64_t blocks = 0;
    Json shards = Json::array();
    for (const ShardEntry& shard : m_writer.finish()) {
        blocks += shard.blocks;
        shards.push_back({{"file", shard.file}, {"blocks", shard.blocks}, {"xxh3_128", shard.hash}});
    }
    if (blocks == 0) {
        throw invalidInput(HALYARD_TEXT("The input gives {tokens} tokens, less than one block of {block}. Give more text "
                                        "or a shorter block."),
                           {{"tokens", std::to_string(m_packer.state().droppedTokens)}, {"block", std::to_string(m_block)}});
    }
    writeJsonFile(m_folder / kManifestName, {{"format", "halyard-tokens"},
                                             {"version", kShardVersion},
                                             {"packing", m_packing},
                                             {"block", m_block},
                                             {"tokenizer_hash", tokenizerHash},
                                             {"vocabulary_size", vocabularySize},
                                             {"documents", m_documents},
                                             {"bad_lines", badLines},
                                             {"tokens", blocks * m_block},
                                             {"blocks", blocks},
                                             {"dropped_tokens", m_packer.state().droppedTokens},
                                             {"source", m_source},
                                             {"shards", shards}});
}

void PreparePart::commit() {
    removeLeftovers(m_folder);
    syncFolder(m_folder);
    fs::rename(m_folder, m_out);
    syncFolder(m_folder.parent_path());
}

void PreparePart::remove() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

} // namespace halyard
