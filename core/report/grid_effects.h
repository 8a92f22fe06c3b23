// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/grid_table.h"
#include "core/select/score/uncertainty.h"

namespace halyard {

// What a value of an axis does to a measure, compared with the axis' first value.
struct GridEffect {
    std::size_t axis = 0;
    std::size_t value = 0;
    std::string column;
    double mean = 0;                    // over all cells with the value that are measured
    std::size_t cells = 0;              // how many those are
    std::size_t pairs = 0;              // of cells that differ in this axis alone, both measured
    std::optional<double> difference{}; // mean over the pairs, this value less the first
    std::optional<Interval> interval{}; // of the difference, 95 %
    std::string method{};               // paired-t | newcombe | same-runs (the axis does not reach what is measured); else empty
};

// Of every axis that does not repeat, value and measure with a figure. With at least two pairs whose differences d_i are not all
// equal, the interval is Student's for paired values: mean ± t(0.975, n − 1) · s / √n, of shares within −1 and 1. Otherwise, of a
// share, Newcombe's of all answers of the pairs together, as if they were of different items; else there is none.
[[nodiscard]] std::vector<GridEffect> effectsOf(const GridTable& table);
// Those of one measure.
[[nodiscard]] std::vector<GridEffect> effectsOf(const GridTable& table, const std::string& column);

[[nodiscard]] Json toJson(const std::vector<GridEffect>& effects, const StudyGrid& grid);
// A table an axis, a line for each measure that the axis reaches.
[[nodiscard]] std::string effectsText(const GridTable& table, bool markdown, std::size_t width = 0);

} // namespace halyard
