// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart_head.h"

#include "core/report/svg.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr double kRow = 17;
constexpr double kSwatch = 14; // the coloured square of a name, with the space after it
constexpr double kGap = 14;    // between two names
constexpr double kBaseline = 14; // of the lowest row, above the curves

double legendWidth(const ChartSeries& series) {
    return kSwatch + svg::widthOf(series.name);
}

void placeLegend(const LineChart& chart, double left, double right, ChartHead& head) {
    double width = 0;
    for (const ChartSeries& series : chart.series) {
        width += series.inLegend ? legendWidth(series) + kGap : 0;
    }
    // The title is bold and a size larger.
    head.legendBesideTitle = 1.15 * svg::widthOf(chart.title) + kGap + width <= right - left;
    double x = head.legendBesideTitle ? right - width + kGap : left;
    std::size_t row = 0;
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        if (!chart.series[i].inLegend) {
            continue;
        }
        const double wide = legendWidth(chart.series[i]);
        if (!head.legendBesideTitle && x > left && x + wide > right) {
            x = left;
            ++row;
        }
        head.legend.push_back({i, x, row});
        x += wide + kGap;
    }
    head.height += head.legendBesideTitle ? 0 : kRow * static_cast<double>(row + 1);
}

// In the lowest row where each is free of the others; beginning at its line, or ending there where the chart ends.
void placeMarks(const LineChart& chart, double left, double right, const std::function<double(double)>& atX, ChartHead& head) {
    struct Taken {
        double from;
        double to;
    };
    std::vector<std::vector<Taken>> rows;
    const ChartAxis axis(chart.xScale);
    for (std::size_t i = 0; i < chart.marks.size(); ++i) {
        if (!axis.takes(chart.marks[i].x)) {
            continue;
        }
        const double wide = svg::widthOf(chart.marks[i].label);
        double x = std::max(left, atX(chart.marks[i].x) - 3);
        x = x + wide > right ? std::max(left, right - wide) : x;
        std::size_t row = 0;
        const auto overlaps = [&](const Taken& other) { return x < other.to + kGap && other.from < x + wide + kGap; };
        while (row < rows.size() && std::any_of(rows[row].begin(), rows[row].end(), overlaps)) {
            ++row;
        }
        if (row == rows.size()) {
            rows.emplace_back();
        }
        rows[row].push_back({x, x + wide});
        head.marks.push_back({i, x, row});
    }
    head.markRows = rows.size();
    head.height += kRow * static_cast<double>(rows.size());
}

} // namespace

ChartHead chartHead(const LineChart& chart, double left, double right, const std::function<double(double)>& atX) {
    ChartHead head;
    placeLegend(chart, left, right, head);
    placeMarks(chart, left, right, atX, head);
    return head;
}

std::string drawHead(const LineChart& chart, const ChartHead& head, double left, double top) {
    const double title = top - kBaseline - head.height;
    std::string out = svg::text(left, title, "start", svg::classed("title"), chart.title);
    for (const PlacedLabel& label : head.legend) {
        const ChartSeries& series = chart.series[label.of];
        const double y = title + (head.legendBesideTitle ? 0 : kRow * static_cast<double>(label.row + 1));
        out += svg::rect(label.x, y - 9, 10, 10, svg::fillOf(series.colour.value_or(label.of)));
        out += svg::text(label.x + kSwatch, y, "start", "", series.name);
    }
    for (const PlacedLabel& label : head.marks) {
        out += svg::text(label.x, top - 8 - kRow * static_cast<double>(label.row), "start", svg::classed("faint"),
                         chart.marks[label.of].label);
    }
    return out;
}

} // namespace halyard
