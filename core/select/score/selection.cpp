// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/selection.h"

#include "core/base/error.h"
#include "core/io/config_reader.h"
#include "core/run/selected_layers.h"
#include "core/select/score/draws.h"
#include "core/select/score/stored_parts.h"

#include <algorithm>
#include <numeric>

namespace halyard {

namespace {

constexpr std::string_view kFormat = "halyard.selection";
constexpr std::int64_t kMostLayers = 1024;
constexpr double kAnything = 1e300;

Json orNull(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json toJson(const SelectionLayer& layer) {
    Json entry = {{"layer", layer.layer},       {"score", orNull(layer.score)},          {"low", orNull(layer.low)},
                  {"high", orNull(layer.high)}, {"kept_share", orNull(layer.keptShare)}, {"flags", layer.flags}};
    if (!layer.from.empty()) {
        entry["from"] = layer.from;
    }
    return entry;
}

std::optional<double> numberBelow(const ConfigReader& reader, const char* key) {
    return reader.has(key) ? std::optional(reader.number(key, {-kAnything, kAnything}, 0)) : std::nullopt;
}

SelectionLayer layerFrom(const Json& entry, const std::string& place) {
    const ConfigReader reader(entry, place);
    refuseUnknownKeys(entry, {"layer", "score", "low", "high", "kept_share", "flags", "from"}, place);
    SelectionLayer layer;
    layer.layer = reader.integer("layer", {0, kMostLayers - 1});
    layer.score = numberBelow(reader, "score");
    layer.low = numberBelow(reader, "low");
    layer.high = numberBelow(reader, "high");
    layer.keptShare = numberBelow(reader, "kept_share");
    layer.flags = reader.texts("flags");
    layer.from = reader.texts("from");
    return layer;
}

Json objectBelow(const Json& document, const char* key, const std::string& source) {
    const auto found = document.find(key);
    if (found == document.end() || found->is_null()) {
        return Json::object();
    }
    if (!found->is_object()) {
        ConfigReader(document, source).refuse(key, HALYARD_TEXT("an object"));
    }
    return *found;
}

void check(const Selection& selection, const std::string& source) {
    checkSelectedLayers({selection.selected, selection.layerCount}, source);
}

void checkCounts(std::int64_t layers, std::int64_t count) {
    if (layers < 1 || layers > kMostLayers || count < 1 || count > layers) {
        throw invalidInput(
            HALYARD_TEXT("{count} of {layers} layers cannot be kept. Keep between 1 and all of at most {most} layers."),
            {{"count", std::to_string(count)},
             {"layers", std::to_string(layers)},
             {"most", std::to_string(kMostLayers)}});
    }
}

} // namespace

Json toJson(const Selection& selection) {
    Json out = {{"format", kFormat},
                {"schema", kSelectSchema},
                {"selected", selection.selected},
                {"method", selection.method},
                {"layers", Json::array()},
                {"sources", toJson(selection.sources)},
                {"checkpoints", toJson(selection.checkpoints)},
                {"notes", selection.notes},
                {"warnings", selection.warnings},
                {"stability", selection.stability},
                {"uncertainty", selection.uncertainty},
                {"compared", selection.compared},
                {"tasks", selection.tasks}};
    for (const SelectionLayer& layer : selection.layers) {
        out["layers"].push_back(toJson(layer));
    }
    if (selection.layerCount) {
        out["num_layers"] = *selection.layerCount;
    }
    if (!selection.baseline.empty()) {
        out["baseline"] = selection.baseline;
    }
    return out;
}

Selection selectionFromJson(const Json& document, const std::string& source) {
    const SelectedLayers selected = selectedLayersFromJson(document, source);
    checkFormat(document, kFormat, false, source);
    refuseUnknownKeys(document,
                      {"format", "schema", "selected", "num_layers", "method", "baseline", "layers", "sources", "tasks",
                       "checkpoints", "notes", "warnings", "stability", "uncertainty", "compared"},
                      source);
    const ConfigReader reader(document, source);
    Selection selection;
    selection.selected = selected.layers;
    selection.layerCount = selected.layerCount;
    selection.method = reader.text("method", "");
    selection.baseline = reader.text("baseline", "");
    for (const Json& entry : listBelow(document, "layers", source)) {
        selection.layers.push_back(layerFrom(entry, source + ": layers/" + std::to_string(selection.layers.size())));
    }
    selection.sources = sourceFilesFrom(document, "sources", source);
    selection.tasks = groupsFrom(document, "tasks", source);
    selection.checkpoints = checkpointsFrom(document, "checkpoints", source);
    selection.notes = reader.texts("notes");
    selection.warnings = reader.texts("warnings");
    selection.stability = objectBelow(document, "stability", source);
    selection.uncertainty = objectBelow(document, "uncertainty", source);
    selection.compared = objectBelow(document, "compared", source);
    return selection;
}

Selection readSelection(const std::filesystem::path& path) {
    return selectionFromJson(readJsonFile(path), path.string());
}

void writeSelection(const std::filesystem::path& path, const Selection& selection) {
    check(selection, path.string());
    writeJsonFile(path, toJson(selection));
}

Agreement agreementOf(std::vector<std::int64_t> first, std::vector<std::int64_t> second) {
    for (std::vector<std::int64_t>* set : {&first, &second}) {
        std::sort(set->begin(), set->end());
        set->erase(std::unique(set->begin(), set->end()), set->end());
    }
    Agreement out;
    std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(out.both));
    std::set_difference(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(out.onlyFirst));
    std::set_difference(second.begin(), second.end(), first.begin(), first.end(), std::back_inserter(out.onlySecond));
    const std::size_t either = out.both.size() + out.onlyFirst.size() + out.onlySecond.size();
    out.jaccard = either == 0 ? 1 : static_cast<double>(out.both.size()) / static_cast<double>(either);
    return out;
}

std::size_t publishedCount(std::int64_t layers) {
    return static_cast<std::size_t>(std::max<std::int64_t>(1, layers / 4));
}

Selection uniformSelection(std::int64_t layers, std::int64_t count) {
    checkCounts(layers, count);
    Selection selection;
    selection.layerCount = layers;
    selection.method = "uniform";
    const std::int64_t step = count == 1 ? 1 : (layers - 1) / (count - 1);
    for (std::int64_t i = 0; i < count; ++i) {
        selection.selected.push_back(i * step);
    }
    return selection;
}

Selection randomSelection(std::int64_t layers, std::int64_t count, std::uint64_t seed) {
    checkCounts(layers, count);
    std::vector<std::int64_t> all(static_cast<std::size_t>(layers));
    std::iota(all.begin(), all.end(), 0);
    Draws draws(seed);
    // Fisher and Yates, as far as it is needed.
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        std::swap(all[i], all[i + draws.below(static_cast<std::uint32_t>(all.size() - i))]);
    }
    all.resize(static_cast<std::size_t>(count));
    std::sort(all.begin(), all.end());
    Selection selection;
    selection.selected = std::move(all);
    selection.layerCount = layers;
    selection.method = "random";
    selection.notes.push_back("seed " + std::to_string(seed));
    return selection;
}

} // namespace halyard
