// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/model_folder.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSingleName = "model.safetensors";
constexpr const char* kIndexName = "model.safetensors.index.json";

bool isPlainName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\\:\0", 4)) == std::string::npos;
}

void checkShardName(const std::string& name, const std::string& index) {
    if (!isPlainName(name)) {
        throw invalidInput(HALYARD_TEXT("{index}: shard name \"{shard}\" leaves the model folder. Refused."),
                           {{"index", index}, {"shard", printable(name, 80)}});
    }
    if (!name.ends_with(".safetensors")) {
        throw invalidInput(HALYARD_TEXT("{index}: shard name \"{shard}\" does not end in .safetensors. Refused."),
                           {{"index", index}, {"shard", printable(name, 80)}});
    }
}

// A shard may be a link within its folder, or (the layout of the Hugging Face cache) from .../snapshots/REVISION into
// .../blobs; a link to anywhere else is refused.
void checkShardPlace(const fs::path& folder, const std::string& name, const std::string& index) {
    std::error_code error;
    const fs::path target = fs::canonical(folder / name, error);
    if (error) {
        const bool broken = fs::is_symlink(folder / name);
        throw invalidInput(
            broken ? HALYARD_TEXT(
                         "{index}: shard \"{shard}\" is missing: it is a broken symbolic link in the model folder.")
                   : HALYARD_TEXT("{index}: shard \"{shard}\" is missing: there is no such file in the model folder."),
            {{"index", index}, {"shard", printable(name, 80)}});
    }
    const fs::path home = fs::canonical(folder);
    const fs::path snapshots = home.parent_path();
    const bool inCache =
        snapshots.filename() == "snapshots" && target.parent_path() == snapshots.parent_path() / "blobs";
    if (target.parent_path() != home && !inCache) {
        throw invalidInput(
            HALYARD_TEXT("{index}: shard \"{shard}\" is a symbolic link out of the model folder. Refused."),
            {{"index", index}, {"shard", printable(name, 80)}});
    }
}

std::map<std::string, std::string> weightMap(const Json& document, const std::string& index) {
    const auto map = document.is_object() ? document.find("weight_map") : document.end();
    if (map == document.end() || !map->is_object() || map->empty()) {
        throw invalidInput(
            HALYARD_TEXT("{index}: \"weight_map\" must be an object that names the shard of each tensor."),
            {{"index", index}});
    }
    std::map<std::string, std::string> out;
    for (const auto& [tensor, shard] : map->items()) {
        if (!shard.is_string()) {
            throw invalidInput(HALYARD_TEXT("{index}: the shard of tensor \"{tensor}\" must be a file name."),
                               {{"index", index}, {"tensor", printable(tensor)}});
        }
        checkShardName(shard.get<std::string>(), index);
        out[tensor] = shard.get<std::string>();
    }
    return out;
}

void checkTotalSize(const Json& document, std::uint64_t bytes, const std::string& index) {
    const auto metadata = document.find("metadata");
    if (metadata == document.end() || !metadata->is_object() || !metadata->contains("total_size")) {
        return; // not every writer gives it
    }
    const Json& total = metadata->at("total_size");
    // Some writers store a float.
    if (!total.is_number() || total.get<double>() != static_cast<double>(bytes)) {
        throw invalidInput(
            HALYARD_TEXT("{index}: \"total_size\" is {claimed}, but the tensors have {bytes} bytes. The index "
                         "does not belong to these shards."),
            {{"index", index}, {"claimed", printable(total.dump(), 40)}, {"bytes", std::to_string(bytes)}});
    }
}

Error noSuchFolder(const fs::path& folder) {
    return invalidInput(HALYARD_TEXT("{folder}: there is no such folder."), {{"folder", printable(folder.string())}});
}

} // namespace

TensorFolder::TensorFolder(const fs::path& folder) : m_path(folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw noSuchFolder(folder);
    }
    if (fs::exists(fs::symlink_status(folder / kSingleName, error))) {
        m_files.push_back(std::make_unique<SafetensorsFile>(folder / kSingleName));
        for (const TensorInfo& tensor : m_files.back()->tensors()) {
            m_tensors[tensor.name] = {m_files.back().get(), &tensor};
        }
        return;
    }
    if (!fs::exists(fs::symlink_status(folder / kIndexName, error))) {
        throw invalidInput(
            HALYARD_TEXT("{folder}: neither model.safetensors nor model.safetensors.index.json is there."),
            {{"folder", printable(folder.string())}});
    }
    openShards();
}

void TensorFolder::openShards() {
    const std::string index = printable((m_path / kIndexName).string());
    const Json document = readJsonFile(m_path / kIndexName);
    const std::map<std::string, std::string> map = weightMap(document, index);
    std::set<std::string> shards;
    for (const auto& [tensor, shard] : map) {
        shards.insert(shard);
    }
    std::uint64_t bytes = 0;
    for (const std::string& shard : shards) {
        checkShardPlace(m_path, shard, index);
        m_files.push_back(std::make_unique<SafetensorsFile>(m_path / shard));
        for (const TensorInfo& tensor : m_files.back()->tensors()) {
            const auto listed = map.find(tensor.name);
            if (listed == map.end() || listed->second != shard) {
                throw invalidInput(
                    listed == map.end()
                        ? HALYARD_TEXT(
                              "{index}: tensor \"{tensor}\" is in shard \"{shard}\", but the index does not name it.")
                        : HALYARD_TEXT("{index}: tensor \"{tensor}\" is in shard \"{shard}\", but the index says "
                                       "\"{listed}\"."),
                    {{"index", index},
                     {"tensor", printable(tensor.name)},
                     {"shard", printable(shard, 80)},
                     {"listed", listed == map.end() ? "" : printable(listed->second, 80)}});
            }
            m_tensors[tensor.name] = {m_files.back().get(), &tensor};
            bytes += tensor.bytes();
        }
    }
    for (const auto& [tensor, shard] : map) {
        if (!m_tensors.contains(tensor)) {
            throw invalidInput(HALYARD_TEXT("{index}: tensor \"{tensor}\" is not in its shard \"{shard}\"."),
                               {{"index", index}, {"tensor", printable(tensor)}, {"shard", printable(shard, 80)}});
        }
    }
    checkTotalSize(document, bytes, index);
}

std::vector<std::string> TensorFolder::names() const {
    std::vector<std::string> out;
    out.reserve(m_tensors.size());
    for (const auto& [name, entry] : m_tensors) {
        out.push_back(name);
    }
    return out;
}

ModelFolder openModelFolder(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw noSuchFolder(folder);
    }
    ModelFolder model{folder, readModelConfig(folder / "config.json"), TensorFolder(folder)};
    const auto embedding = model.tensors.tensors().find("model.embed_tokens.weight");
    const Shape wanted{model.config.vocab_size, model.config.hidden_size};
    if (embedding != model.tensors.tensors().end() && embedding->second.info->shape != wanted) {
        throw invalidInput(HALYARD_TEXT("{config}: \"vocab_size\" and \"hidden_size\" ask for {wanted}, but "
                                        "model.embed_tokens.weight has {shape}."),
                           {{"config", printable((folder / "config.json").string())},
                            {"wanted", toString(wanted)},
                            {"shape", toString(embedding->second.info->shape)}});
    }
    return model;
}

ShardPlan planShards(const std::vector<SafetensorsWriter::Declaration>& tensors, std::uint64_t maxShardBytes) {
    ShardPlan plan;
    std::uint64_t total = 0;
    std::uint64_t inShard = 0;
    for (const SafetensorsWriter::Declaration& tensor : tensors) {
        const std::uint64_t bytes = byteCount(tensor.dtype, tensor.shape).value_or(0);
        if (plan.shards.empty() || (inShard > 0 && inShard + bytes > maxShardBytes)) {
            plan.shards.emplace_back();
            inShard = 0;
        }
        plan.shards.back().tensors.push_back(tensor);
        inShard += bytes;
        total += bytes;
    }
    if (plan.shards.size() <= 1) {
        plan.shards.resize(1);
        plan.shards.front().fileName = kSingleName;
        return plan;
    }
    plan.index = {{"metadata", {{"total_size", total}}}, {"weight_map", Json::object()}};
    for (std::size_t i = 0; i < plan.shards.size(); ++i) {
        char name[64];
        std::snprintf(name, sizeof name, "model-%05zu-of-%05zu.safetensors", i + 1, plan.shards.size());
        plan.shards[i].fileName = name;
        for (const SafetensorsWriter::Declaration& tensor : plan.shards[i].tensors) {
            plan.index["weight_map"][tensor.name] = plan.shards[i].fileName;
        }
    }
    return plan;
}

} // namespace halyard
