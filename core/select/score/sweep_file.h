// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/select/score/sweep.h"

#include <filesystem>

namespace halyard {

// Halyard's own results of a layer sweep, sweep.json:
//
//   {"format": "halyard.sweep", "schema": 1,
//    "name": "hypenet-2b", "num_layers": 28, "mixer": "lightning-attn",
//    "groups": {"recall": ["fda", …], "commonsense": ["arc_easy", …]},
//    "tasks": {"fda": {"metric": "contains", "items": 1102}, …},
//    "teacher": {"fda": {"value": 0.7831, "stderr": 0.0124, "source": "original/retrieval_eval.log:898"}, …},
//    "layers": [{"layer": 0, "tasks": {"fda": {"value": 0.01, "per_item": [0, 1, …]}, …}}, …],
//    "checkpoints": [{"role": "teacher", "path": "…", "hash": "…"}], "files": [{"path": "…", "hash": "…"}],
//    "notes": ["…"], "license": "…"}
//
// Only format, schema, num_layers, tasks and layers must be there. A value is finite and better when higher; null, or a
// task that is not there, means that it was not measured. stderr, items (of one model), per_item (numbers, in the order
// of the items, the same items for every model) and source are optional. A value whose per_item has another mean (by
// more than 0.001) is refused.
[[nodiscard]] Json toJson(const Sweep& sweep);
// Strict: throws Error(InvalidInput) naming source, place and key. source: what places name.
[[nodiscard]] Sweep sweepFromJson(const Json& document, const std::string& source);

[[nodiscard]] Sweep readSweepFile(const std::filesystem::path& path);
// Atomically; numbers as short as they can be read back.
void writeSweepFile(const std::filesystem::path& path, const Sweep& sweep);

} // namespace halyard
