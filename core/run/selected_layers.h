// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What a run takes from a selection's file (core/select/score/selection.h, which knows the rest of it).
struct SelectedLayers {
    std::vector<std::int64_t> layers; // ascending; at least one
    std::optional<std::int64_t> layerCount;
};

// Throws Error(InvalidInput) for a document of another format, for layers that repeat, and for those that a model of
// "num_layers" does not have.
[[nodiscard]] SelectedLayers selectedLayersFromJson(const Json& document, const std::string& source);
[[nodiscard]] SelectedLayers readSelectedLayers(const std::filesystem::path& path);
// The same of layers that are about to be written.
void checkSelectedLayers(const SelectedLayers& selected, const std::string& source);

} // namespace halyard
