// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/select/score/sweep.h"

#include <filesystem>

namespace halyard {

// What is known of one layer of a selection.
struct SelectionLayer {
    std::int64_t layer = 0;
    std::optional<double> score; // nothing: not measured
    std::optional<double> low;   // interval of the score
    std::optional<double> high;
    std::optional<double> keptShare; // share of the redraws in which the layer is kept
    std::vector<std::string> flags;  // "clip", "small-denominator", "negative-denominator", "not-measured"
    std::vector<std::string> from;   // "layer3/retrieval_eval.log:896": where the figures stand
};

// The layers that keep softmax attention, and how they were chosen. As a file:
//
//   {"format": "halyard.selection", "schema": 1, "selected": [2, 3, 6], "num_layers": 28, "method": "halo",
//    "baseline": "best-swept", "layers": [{"layer": 0, "score": 0.4, "low": …, "high": …, "kept_share": …, "flags":
//    […], "from": ["layer0/retrieval_eval.log:896", …]}, …], "sources": [{"path": "…", "hash": "…"}], "tasks":
//    {"recall": […], "commonsense": […]}, "checkpoints": [{"role": "…", "path": "…", "hash": "…"}], "notes": ["…"],
//    "warnings": ["…"], "stability": {…}, "uncertainty": {…}, "compared": {…}}
//
// Only "selected" must be there, so that a selection is easily written by hand.
struct Selection {
    std::vector<std::int64_t> selected; // ascending
    std::optional<std::int64_t> layerCount;
    std::string method;   // "halo", "jet-nemotron", "uniform", "random", a published set's name, …
    std::string baseline; // of the scores; empty where there is none
    std::vector<SelectionLayer> layers;
    std::vector<SourceFile> sources;
    TaskGroups tasks;
    std::vector<CheckpointOfSweep> checkpoints;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
    Json stability = Json::object();
    Json uncertainty = Json::object();
    Json compared = Json::object(); // with another selection: {"with": "halo/2b", "both": […], "only_here": […], …}
};

[[nodiscard]] Json toJson(const Selection& selection);
// Strict: an unknown key is refused with the nearest known one, a newer schema by its number, layers that repeat or
// that a model of num_layers does not have by their numbers. Throws Error(InvalidInput).
[[nodiscard]] Selection selectionFromJson(const Json& document, const std::string& source);
[[nodiscard]] Selection readSelection(const std::filesystem::path& path);
// Checks, then writes atomically.
void writeSelection(const std::filesystem::path& path, const Selection& selection);

// Two sets of layers.
struct Agreement {
    std::vector<std::int64_t> both;
    std::vector<std::int64_t> onlyFirst;
    std::vector<std::int64_t> onlySecond;
    double jaccard = 1; // |both| / |either|; 1 of two empty sets
};
[[nodiscard]] Agreement agreementOf(std::vector<std::int64_t> first, std::vector<std::int64_t> second);

// floor(layers / 4), at least 1: the published number of attention layers.
[[nodiscard]] std::size_t publishedCount(std::int64_t layers);
// Layers 0, s, 2s, …, with s = floor((layers − 1) / (count − 1)): the uniform sets of kl_guided.md section 3.2 for
// Qwen2.5 (28 and 36 layers). Throws Error(InvalidInput) unless 1 <= count <= layers.
[[nodiscard]] Selection uniformSelection(std::int64_t layers, std::int64_t count);
// Every set of count layers is as likely; the same seed gives the same set everywhere.
[[nodiscard]] Selection randomSelection(std::int64_t layers, std::int64_t count, std::uint64_t seed);

} // namespace halyard
