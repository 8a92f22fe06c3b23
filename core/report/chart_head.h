// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/line_chart.h"

#include <functional>

namespace halyard {

// A name of the legend or of a mark at its place: x of its left edge, the row it stands in.
struct PlacedLabel {
    std::size_t of = 0; // number of its series or mark
    double x = 0;
    std::size_t row = 0;
};

// What stands above the curves of a chart: its title, the legend and the names of the marks.
struct ChartHead {
    double height = 0; // more than the one row that every chart has
    bool legendBesideTitle = true;
    std::vector<PlacedLabel> legend;
    std::vector<PlacedLabel> marks;
    std::size_t markRows = 0;
};

// left, right: of the plot; atX: where a value lies. Names that would overlap go into rows below each other.
[[nodiscard]] ChartHead chartHead(const LineChart& chart, double left, double right, const std::function<double(double)>& atX);
// left, top: of the plot.
[[nodiscard]] std::string drawHead(const LineChart& chart, const ChartHead& head, double left, double top);

} // namespace halyard
