// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/chart_axis.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace halyard {

struct ChartPoint {
    double x = 0;
    double y = 0;
};

// Between which values a point may lie as well.
struct ChartBand {
    double x = 0;
    double low = 0;
    double high = 0;
};

struct ChartSeries {
    std::string name;
    std::vector<ChartPoint> points;   // sorted by x; points that have no place on the axes are left out
    bool dots = false;                // separate marks instead of a line
    bool dashed = false;
    bool dotted = false;              // marks on the line, where points are few
    std::vector<ChartBand> band = {}; // sorted by x, drawn translucent below all lines
    std::optional<std::size_t> colour = {}; // a number of the palette; its own place among the series when empty
    bool inLegend = true;
};

// A vertical line at a value that matters.
struct ChartMark {
    double x = 0;
    std::string label;
};

struct LineChart {
    std::string title;
    std::string xLabel;
    std::string yLabel;
    std::vector<ChartSeries> series;
    double width = 480;  // pixels
    double height = 300; // grows by the rows of the legend and of the marks
    AxisScale xScale = AxisScale::Linear;
    AxisScale yScale = AxisScale::Linear;
    std::optional<std::pair<double, double>> yRange = {}; // exactly this; what lies outside is drawn at its edge
    std::vector<ChartMark> marks = {};
};

// One SVG document with the charts side by side in rows of columns. Follows the reader's light or dark setting. The legend
// stands beside the title, or in rows below it where that is too narrow. Long series are thinned to the extremes of each
// pixel column, so peaks stay visible. Text from outside is escaped.
[[nodiscard]] std::string toSvg(const std::vector<LineChart>& charts, int columns = 2);

} // namespace halyard
