// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// One value a layer, by its number; none: not measured, or not finite.
using PerLayer = std::vector<std::optional<double>>;

// The probes of GA-S2 after equal numbers of steps. The lower the KL divergence, the more the layer is worth.
struct RankingRound {
    std::int64_t step = 0;
    PerLayer trainingKl; // published: the mean over the last ten steps that were logged
    PerLayer heldOutKl;  // empty without held-out text
    std::vector<std::int64_t> order; // all layers by training KL, best first
    std::vector<std::int64_t> kept;  // the first of them, ascending
};

// Rankings over the steps. As a file, ranking.json of a run of kind ga-s2:
//
//   {"format": "halyard.ranking", "schema": 1, "num_layers": 8, "keep": 2, "rounds": [{"step": 50, "training_kl": [… 8],
//    "held_out_kl": [… 8] | null, "order": [best first], "kept": […]}, …], "stable_from_step": 150 | null,
//    "ended_early": false, "complete": true}
struct Ranking {
    std::int64_t layerCount = 0;
    std::int64_t keep = 0;
    std::vector<RankingRound> rounds;
    bool endedEarly = false; // before the last step, as it was stable
    bool complete = false;   // no round will follow
};

// Layers by value, lowest first; equal ones by their number (published: by place in a list), those without a value last.
[[nodiscard]] std::vector<std::int64_t> layersByKl(const PerLayer& kl);
// The first so many of an order, ascending.
[[nodiscard]] std::vector<std::int64_t> firstLayers(const std::vector<std::int64_t>& order, std::int64_t count);

// A round with its order. keep: layers that are kept.
[[nodiscard]] RankingRound rankedRound(std::int64_t step, PerLayer trainingKl, PerLayer heldOutKl, std::int64_t keep);

// How many rankings, the newest last, kept the same layers. One in which a layer's training KL is missing ends the row: nobody
// knows what it would have kept. 0 when that is the newest.
[[nodiscard]] std::size_t unchangedRounds(const Ranking& ranking);
// The step of the first ranking of that row; none when the row is shorter than two.
[[nodiscard]] std::optional<std::int64_t> stableFromStep(const Ranking& ranking);
// Whether the row is as long as is asked for; 0 is never.
[[nodiscard]] bool isSettled(const Ranking& ranking, std::int64_t patience);

[[nodiscard]] Json toJson(const Ranking& ranking);
// Strict; throws Error(InvalidInput) naming source and place.
[[nodiscard]] Ranking rankingFromJson(const Json& document, const std::string& source);
[[nodiscard]] Ranking readRanking(const std::filesystem::path& path);

} // namespace halyard
