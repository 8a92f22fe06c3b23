// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/grid_table.h"

namespace halyard {

struct ParetoPoint {
    std::string label; // of its row
    double x = 0;
    double y = 0;
    bool dominated = false; // another row is at least as good in both, and better in one
};

struct GridPareto {
    GridColumn x; // what it costs
    GridColumn y; // what it gives
    std::vector<ParetoPoint> points; // by x; the mean of each row that has both
};

// Two measures against each other: by default training seconds, and the first column of needles beyond the training length
// (else the first share, else the last loss). Empty points where nothing has both. Throws Error(InvalidInput) for a key that is
// no column.
[[nodiscard]] GridPareto paretoOf(const GridTable& table, const std::string& x = "seconds", const std::string& y = {});

[[nodiscard]] Json toJson(const GridPareto& pareto);
// The rows that are not dominated, one a line.
[[nodiscard]] std::string paretoText(const GridPareto& pareto);
[[nodiscard]] std::string toSvg(const GridPareto& pareto, const std::string& title);

} // namespace halyard
