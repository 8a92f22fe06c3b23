// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export/export_source.h"

#include <string>

namespace halyard {

struct ModelCardInput {
    std::string name; // of the exported folder
    const ModelConfig& config;
    const ExportSource& source;
    const ExportReport& report;
    bool hasTokenizer = false;
};

// README.md of an export: the YAML header of the Hugging Face hub, layers, logits scaling, how to load it, and the runs
// and inputs it came from by name and hash. Text from outside is made harmless for Markdown; no path of this machine is
// in it.
[[nodiscard]] std::string modelCard(const ModelCardInput& input);

// The lineage for programs: [{"run", "kind", "step", "spec_hash", "inputs": [{"role", "name", "step", "hash"}]}].
[[nodiscard]] Json lineageJson(const std::vector<LineageRun>& lineage);

} // namespace halyard
