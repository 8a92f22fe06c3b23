// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/select/score/sweep.h"

#include <string_view>

namespace halyard {

// Parts that a sweep's file and a selection's file have in common, both ways. place names where they stand
// ("sweep.json: layers/3"); everything is strict and throws Error(InvalidInput).

// Refuses a key that is not known, with the nearest that is.
void refuseUnknownKeys(const Json& object, const std::vector<std::string>& known, const std::string& place);
// Refuses another format, and a newer schema by its number. Either may be missing when required is false.
void checkFormat(const Json& document, std::string_view format, bool required, const std::string& place);
inline constexpr std::int64_t kSelectSchema = 1;

[[nodiscard]] Json toJson(const std::vector<SourceFile>& files);
[[nodiscard]] Json toJson(const std::vector<CheckpointOfSweep>& checkpoints);
[[nodiscard]] std::vector<SourceFile> sourceFilesFrom(const Json& document, const char* key, const std::string& place);
[[nodiscard]] std::vector<CheckpointOfSweep> checkpointsFrom(const Json& document, const char* key,
                                                             const std::string& place);
[[nodiscard]] TaskGroups groupsFrom(const Json& document, const char* key, const std::string& place);
// The list below a key; empty when it is not given. Throws when it is something else.
[[nodiscard]] const Json& listBelow(const Json& document, const char* key, const std::string& place);

} // namespace halyard
