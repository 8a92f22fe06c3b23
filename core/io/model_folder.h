// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"
#include "core/io/safetensors.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace halyard {

// Tensors of a Hugging Face folder: model.safetensors, or the shards that model.safetensors.index.json names. Shard
// names are plain file names (no path, no symlink out of the folder); every tensor is in exactly the shard the index
// says. Throws Error(InvalidInput).
class TensorFolder {
public:
    explicit TensorFolder(const std::filesystem::path& folder);

    struct Entry {
        const SafetensorsFile* file = nullptr;
        const TensorInfo* info = nullptr;
        [[nodiscard]] std::span<const std::byte> bytes() const { return file->bytes(*info); }
    };
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const std::map<std::string, Entry>& tensors() const { return m_tensors; }
    [[nodiscard]] std::vector<std::string> names() const;

private:
    void openShards();

    std::filesystem::path m_path;
    std::vector<std::unique_ptr<SafetensorsFile>> m_files;
    std::map<std::string, Entry> m_tensors;
};

// A model on disk: config.json and tensors, both checked.
struct ModelFolder {
    std::filesystem::path path;
    ModelConfig config;
    TensorFolder tensors;
};
[[nodiscard]] ModelFolder openModelFolder(const std::filesystem::path& folder);

// Splits tensors into shards of at most maxShardBytes (order kept; a larger tensor gets its own) and names them
// "model.safetensors" or "model-00001-of-00003.safetensors".
struct ShardPlan {
    struct Shard {
        std::string fileName;
        std::vector<SafetensorsWriter::Declaration> tensors;
    };
    std::vector<Shard> shards;
    Json index; // model.safetensors.index.json; null for a single file
};
[[nodiscard]] ShardPlan planShards(const std::vector<SafetensorsWriter::Declaration>& tensors,
                                   std::uint64_t maxShardBytes = 5'000'000'000);

} // namespace halyard
