// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/stored_parts.h"

#include "core/base/error.h"
#include "core/io/config_reader.h"
#include "core/run/nearest_name.h"

#include <algorithm>

namespace halyard {

void refuseUnknownKeys(const Json& object, const std::vector<std::string>& known, const std::string& place) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) {
            continue;
        }
        const auto near = nearestName(key, known);
        const Arguments arguments = {
            {"place", printable(place, 1000)}, {"key", printable(key, 80)}, {"near", near.value_or("")}};
        throw near
            ? invalidInput(HALYARD_TEXT("{place}: \"{key}\" is not known here. Did you mean \"{near}\"?"), arguments)
            : invalidInput(HALYARD_TEXT("{place}: \"{key}\" is not known here. Remove it."), arguments);
    }
}

void checkFormat(const Json& document, std::string_view format, bool required, const std::string& place) {
    const ConfigReader reader(document, place);
    if ((required || reader.has("format")) && reader.text("format", "") != format) {
        reader.refuse("format", Message(HALYARD_TEXT("\"{format}\""), {{"format", std::string(format)}}));
    }
    constexpr std::int64_t kLargest = 1'000'000;
    const std::int64_t schema =
        required ? reader.integer("schema", {1, kLargest}) : reader.integer("schema", {1, kLargest}, 1);
    if (schema > kSelectSchema) {
        throw invalidInput(
            HALYARD_TEXT("{place} was written by a newer version (schema {found}, this program knows {known})."),
            {{"place", printable(place, 1000)},
             {"found", std::to_string(schema)},
             {"known", std::to_string(kSelectSchema)}});
    }
}

const Json& listBelow(const Json& document, const char* key, const std::string& place) {
    static const Json kNothing = Json::array();
    const auto found = document.find(key);
    if (found == document.end() || found->is_null()) {
        return kNothing;
    }
    if (!found->is_array()) {
        ConfigReader(document, place).refuse(key, HALYARD_TEXT("a list"));
    }
    return *found;
}

Json toJson(const std::vector<SourceFile>& files) {
    Json out = Json::array();
    for (const SourceFile& file : files) {
        out.push_back({{"path", file.path}, {"hash", file.hash}});
    }
    return out;
}

Json toJson(const std::vector<CheckpointOfSweep>& checkpoints) {
    Json out = Json::array();
    for (const CheckpointOfSweep& checkpoint : checkpoints) {
        out.push_back({{"role", checkpoint.role}, {"path", checkpoint.path}, {"hash", checkpoint.hash}});
    }
    return out;
}

std::vector<SourceFile> sourceFilesFrom(const Json& document, const char* key, const std::string& place) {
    std::vector<SourceFile> files;
    for (const Json& entry : listBelow(document, key, place)) {
        const ConfigReader reader(entry, place + ": " + key);
        refuseUnknownKeys(entry, {"path", "hash"}, reader.source());
        files.push_back({reader.text("path", ""), reader.text("hash", "")});
    }
    return files;
}

std::vector<CheckpointOfSweep> checkpointsFrom(const Json& document, const char* key, const std::string& place) {
    std::vector<CheckpointOfSweep> checkpoints;
    for (const Json& entry : listBelow(document, key, place)) {
        const ConfigReader reader(entry, place + ": " + key);
        refuseUnknownKeys(entry, {"role", "path", "hash"}, reader.source());
        checkpoints.push_back({reader.text("role", ""), reader.text("path", ""), reader.text("hash", "")});
    }
    return checkpoints;
}

TaskGroups groupsFrom(const Json& document, const char* key, const std::string& place) {
    TaskGroups groups;
    const auto found = document.find(key);
    if (found == document.end() || found->is_null()) {
        return groups;
    }
    const ConfigReader reader(*found, place + ": " + key);
    for (const auto& [name, tasks] : found->items()) {
        groups[name] = reader.texts(name.c_str());
    }
    return groups;
}

} // namespace halyard
