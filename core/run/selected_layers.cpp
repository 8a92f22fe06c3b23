// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/selected_layers.h"

#include "core/base/error.h"
#include "core/io/config_reader.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr std::int64_t kMostLayers = 1024;

bool isSelection(const Json& document) {
    const auto whole = [](const Json& layer) { return layer.is_number_integer(); };
    return document.is_object() && document.contains("selected") && document["selected"].is_array() &&
           std::all_of(document["selected"].begin(), document["selected"].end(), whole);
}

} // namespace

SelectedLayers selectedLayersFromJson(const Json& document, const std::string& source) {
    if (!isSelection(document)) {
        throw invalidInput(HALYARD_TEXT("{file} is not a selection: it needs \"selected\", a list of layer numbers."),
                           {{"file", printable(source)}});
    }
    const ConfigReader reader(document, source);
    SelectedLayers out;
    out.layers = reader.integers("selected", {0, kMostLayers - 1});
    std::sort(out.layers.begin(), out.layers.end());
    if (reader.has("num_layers")) {
        out.layerCount = reader.integer("num_layers", {1, kMostLayers});
    }
    checkSelectedLayers(out, source);
    return out;
}

SelectedLayers readSelectedLayers(const std::filesystem::path& path) {
    return selectedLayersFromJson(readJsonFile(path), path.string());
}

void checkSelectedLayers(const SelectedLayers& selected, const std::string& source) {
    const auto repeated = std::adjacent_find(selected.layers.begin(), selected.layers.end());
    if (repeated != selected.layers.end()) {
        throw invalidInput(HALYARD_TEXT("{source}: \"selected\" names layer {layer} twice."),
                           {{"source", printable(source, 1000)}, {"layer", std::to_string(*repeated)}});
    }
    if (selected.layers.empty()) {
        throw invalidInput(HALYARD_TEXT("{source}: \"selected\" is empty; a selection keeps at least one layer."),
                           {{"source", printable(source, 1000)}});
    }
    if (selected.layerCount && selected.layers.back() >= *selected.layerCount) {
        throw invalidInput(
            HALYARD_TEXT("{source}: \"selected\" names layer {layer}, but \"num_layers\" is {count}: layers are "
                         "numbered from 0."),
            {{"source", printable(source, 1000)},
             {"layer", std::to_string(selected.layers.back())},
             {"count", std::to_string(*selected.layerCount)}});
    }
}

} // namespace halyard
