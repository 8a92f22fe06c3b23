// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"
#include "core/select/score/ranking.h"
#include "core/select/score/selection.h"

namespace halyard {

// Files of a run of kind ga-s2.
[[nodiscard]] std::filesystem::path rankingFileOf(const RunFolder& run);   // ranking.json
[[nodiscard]] std::filesystem::path gaS2SelectionOf(const RunFolder& run); // selections/ga-s2.json: by training KL, as published
[[nodiscard]] std::filesystem::path gaS2HeldOutSelectionOf(const RunFolder& run); // selections/ga-s2-held-out.json

// The rankings at the first so many of its steps (core/run/ga_s2.h), from the events of its probes alone: whoever looks, and
// however often the probes were interrupted, gets the same. Where a probe took a step again, what it said last counts.
[[nodiscard]] Ranking rankingOfProbes(const RunFolder& run, const RunSpec& spec, std::size_t rounds);

// What layers are kept by: the KL of the training text, as published, or that of held-out text.
enum class RankBy { Training, HeldOut };
[[nodiscard]] std::string_view nameOf(RankBy by); // "training", "held-out"

struct RankingChoice {
    RankBy by = RankBy::Training;
    std::optional<std::int64_t> step{}; // of a ranking; none = the newest
    std::int64_t keep = 0;            // 0 = as many as the ranking
};

// The ranking that is asked for. Throws Error(InvalidInput) with the steps there are.
[[nodiscard]] const RankingRound& roundOf(const Ranking& ranking, const RankingChoice& choice, const std::string& source);
// The values that layers are kept by. Throws Error(InvalidInput) without held-out text.
[[nodiscard]] const PerLayer& klOf(const RankingRound& round, RankBy by, const std::string& source);

// The layers that a ranking keeps, as a selection: each layer's score is −KL; with the probes' events as sources, the teacher,
// the stage-1 student and the probes' checkpoints by hash, and a note that says after how many steps and tokens, and by what.
[[nodiscard]] Selection selectionOf(const RunFolder& run, const RunSpec& spec, const Ranking& ranking, const RankingChoice& choice);

} // namespace halyard
