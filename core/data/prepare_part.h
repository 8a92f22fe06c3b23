// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/data/packing.h"
#include "core/data/prepare.h"
#include "core/data/shard_format.h"

#include <filesystem>
#include <span>
#include <string>

namespace halyard {

// One of the folders that preparing writes: the text to train on, or what is set aside of it. The work lies in the hidden
// neighbour ".NAME.preparing" until all is done.
class PreparePart {
public:
    struct State {
        Packer::State packer;
        ShardWriter::State shards;
        std::int64_t documents = 0;
    };
    // source: hash of everything the folder is made from.
    PreparePart(const PrepareOptions& options, std::filesystem::path out, std::string source, TokenId endOfText);

    [[nodiscard]] const std::filesystem::path& out() const { return m_out; }
    [[nodiscard]] const std::filesystem::path& workFolder() const { return m_folder; }
    // Made from the same source: the folder itself, or the finished work that was not put in its place.
    [[nodiscard]] bool isDone() const;
    [[nodiscard]] bool isFinished() const;
    [[nodiscard]] bool isSomethingElse() const; // at the place of the folder

    // Makes the work folder. Throws Error(InvalidInput) when another process works there.
    void lock();
    void clear(); // what the work folder holds
    void restore(const State& state);
    void add(std::span<const TokenId> document);
    [[nodiscard]] State save(); // durable
    // Closes the shards and writes the manifest. Throws Error(InvalidInput) when there is not one block.
    void finish(const std::string& tokenizerHash, std::int64_t vocabularySize, std::int64_t badLines);
    void commit();
    void remove(); // the work

private:
    std::filesystem::path m_out;
    std::filesystem::path m_folder;
    std::string m_source;
    std::string m_packing;
    std::int64_t m_block;
    FileDescriptor m_lock;
    Packer m_packer;
    ShardWriter m_writer;
    std::int64_t m_documents = 0;
};

} // namespace halyard
