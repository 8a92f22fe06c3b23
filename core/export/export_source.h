// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export/export.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// One run in the history of a model.
struct LineageRun {
    std::string name; // of its folder
    RunSpec spec;
    std::optional<std::int64_t> step; // of the checkpoint that was used; none = the newest at the time
};

// Where an export comes from.
struct ExportSource {
    std::filesystem::path model;          // folder with config.json and tensors
    std::vector<LineageRun> lineage;      // the newest run first; empty for a plain model folder
    std::optional<LogitsScaling> scaling; // what the run asks for
    std::filesystem::path tokenizer;      // folder with tokenizer.json; empty when none is known
    std::vector<Message> notes;
};

// Finds the checkpoint and what is known of its history. Throws Error(InvalidInput).
[[nodiscard]] ExportSource findExportSource(const ExportOptions& options);

} // namespace halyard
