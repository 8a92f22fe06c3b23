// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/importance.h"
#include "core/select/score/selection.h"
#include "core/select/score/uncertainty.h"

namespace halyard {

struct RankOptions {
    ScoreRule rule;
    std::optional<std::size_t> top; // layers to keep; none = floor(layers / 4)
    UncertaintyOptions uncertainty;
    std::string source = "the sweep"; // what sentences name
};

// A selection with all that its page shows beside it.
struct RankedLayers {
    Selection
        selection; // as it is written: each layer with its score, interval, flags and places; warnings of the sweep
    ScoreTable table;
    std::vector<LayerScore> scores; // in the order of the table
    Stability stability;
    Uncertainty uncertainty;
};

// Scores the layers of a sweep and keeps the best. Throws Error(InvalidInput) when a group that the score needs has no
// task, when fewer layers were measured than are to be kept, and when the teacher is the baseline but was not measured.
[[nodiscard]] RankedLayers rankLayers(const Sweep& sweep, const RankOptions& options);

// What the intervals of an uncertainty hold, and what not.
[[nodiscard]] std::vector<Message> describe(const Uncertainty& uncertainty);

} // namespace halyard
