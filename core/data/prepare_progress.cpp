// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare_progress.h"

#include "core/base/error.h"

#include <sys/stat.h>

namespace halyard {

namespace {

constexpr const char* kProgressName = "progress.json";

Json partJson(const PreparePart::State& part) {
    Json closed = Json::array();
    for (const ShardEntry& shard : part.shards.closed) {
        closed.push_back({{"file", shard.file}, {"blocks", shard.blocks}, {"xxh3_128", shard.hash}});
    }
    return {{"pending", part.packer.pending},
            {"group_documents", part.packer.groupDocuments},
            {"dropped_tokens", part.packer.droppedTokens},
            {"closed", closed},
            {"open_blocks", part.shards.openBlocks},
            {"documents", part.documents}};
}

PreparePart::State partOf(const Json& json) {
    PreparePart::State part;
    json.at("pending").get_to(part.packer.pending);
    json.at("group_documents").get_to(part.packer.groupDocuments);
    json.at("dropped_tokens").get_to(part.packer.droppedTokens);
    for (const Json& shard : json.at("closed")) {
        part.shards.closed.push_back({shard.at("file").get<std::string>(), shard.at("blocks").get<std::int64_t>(),
                                      shard.at("xxh3_128").get<std::string>()});
    }
    json.at("open_blocks").get_to(part.shards.openBlocks);
    json.at("documents").get_to(part.documents);
    return part;
}

} // namespace

Json prepareFingerprint(const PrepareOptions& options, const std::vector<std::filesystem::path>& inputs,
                        const std::string& tokenizerHash) {
    Json files = Json::array();
    for (const std::filesystem::path& path : inputs) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            throw invalidInput(HALYARD_TEXT("{path}: there is no such file."), {{"path", printable(path.string())}});
        }
        files.push_back({{"path", hashOf(path.string())},
                         {"bytes", status.st_size},
                         {"seconds", status.st_mtim.tv_sec},
                         {"nanoseconds", status.st_mtim.tv_nsec}});
    }
    Json out = {{"tokenizer_hash", tokenizerHash}, {"packing", options.packing},
                {"block", options.block},          {"text_field", hashOf(options.textField)},
                {"shard_tokens", options.shardTokens}, {"inputs", files}};
    if (options.heldOutShare > 0) {
        out["held_out"] = {{"share", options.heldOutShare},
                           {"folder", hashOf(std::filesystem::absolute(options.heldOutOut).lexically_normal().string())}};
    }
    return out;
}

void saveProgress(const std::filesystem::path& folder, const Json& fingerprint, const PrepareProgress& progress) {
    writeJsonFile(folder / kProgressName,
                  {{"fingerprint", fingerprint},
                   {"file", progress.input.file},
                   {"offset", progress.input.offset},
                   {"line", progress.input.line},
                   {"train", partJson(progress.train)},
                   {"held_out", partJson(progress.heldOut)},
                   {"held_out_limit", progress.heldOutLimit},
                   {"lines", progress.lines},
                   {"bad_lines", progress.badLines}});
}

std::optional<PrepareProgress> loadProgress(const std::filesystem::path& folder, const Json& fingerprint) {
    const std::filesystem::path path = folder / kProgressName;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return std::nullopt;
    }
    try {
        JsonLimits limits;
        limits.maxBytes = std::size_t{1} << 30U;
        const Json json = readJsonFile(path, limits);
        if (json.at("fingerprint") != fingerprint) {
            return std::nullopt;
        }
        PrepareProgress progress;
        json.at("file").get_to(progress.input.file);
        json.at("offset").get_to(progress.input.offset);
        json.at("line").get_to(progress.input.line);
        progress.train = partOf(json.at("train"));
        progress.heldOut = partOf(json.at("held_out"));
        json.at("held_out_limit").get_to(progress.heldOutLimit);
        json.at("lines").get_to(progress.lines);
        json.at("bad_lines").get_to(progress.badLines);
        return progress;
    } catch (const std::exception&) {
        // A progress file that cannot be read costs time only: preparing begins anew.
        return std::nullopt;
    }
}

void removeProgress(const std::filesystem::path& folder) {
    std::error_code ignored;
    std::filesystem::remove(folder / kProgressName, ignored);
}

} // namespace halyard
