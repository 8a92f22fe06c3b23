// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace halyard {

struct ChartPoint {
    double x = 0;
    double y = 0;
};

struct ChartSeries {
    std::string name;
    std::vector<ChartPoint> points; // sorted by x; points that are not finite are left out
    bool dots = false;              // separate marks instead of a line
};

struct LineChart {
    std::string title;
    std::string xLabel;
    std::string yLabel;
    std::vector<ChartSeries> series;
    double width = 480;  // pixels
    double height = 300;
};

// One SVG document with the charts side by side in rows of columns. Follows the reader's light or dark setting. Long
// series are thinned to the extremes of each pixel column, so peaks stay visible. Text from outside is escaped.
[[nodiscard]] std::string toSvg(const std::vector<LineChart>& charts, int columns = 2);

// At most count round numbers (1, 2 or 5 times a power of ten apart) that cover [low, high].
[[nodiscard]] std::vector<double> roundTicks(double low, double high, int count);

} // namespace halyard
