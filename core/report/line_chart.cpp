// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/line_chart.h"

#include "core/report/chart_head.h"
#include "core/report/svg.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace halyard {

namespace {

constexpr double kLeft = 56;
constexpr double kRight = 14;
constexpr double kTop = 34;
constexpr double kBottom = 44;

// Where a chart's values land on the page, and what stands above them.
class Frame {
public:
    Frame(const LineChart& chart, double left, double top)
        : m_chart(chart), m_x(chart.xScale), m_y(chart.yScale), m_left(left + kLeft), m_right(left + chart.width - kRight) {
        for (const ChartSeries& series : chart.series) {
            for (const ChartPoint& point : placed(series)) {
                m_x.include(point.x);
                m_y.include(point.y);
            }
            for (const ChartBand& band : placedBand(series)) {
                m_x.include(band.x);
                m_y.include(band.low);
                m_y.include(band.high);
            }
        }
        for (const ChartMark& mark : chart.marks) {
            if (m_x.takes(mark.x)) {
                m_x.include(mark.x);
            }
        }
        m_x.finish(chart.xScale == AxisScale::Linear ? 0 : 0.02);
        m_y.finish(0.04);
        if (chart.yRange) {
            m_y.fix(chart.yRange->first, chart.yRange->second);
        }
        m_head = chartHead(chart, m_left, m_right, [this](double x) { return atX(x); });
        m_top = top + kTop + m_head.height;
        m_bottom = top + chart.height + m_head.height - kBottom;
    }

    [[nodiscard]] std::vector<ChartPoint> placed(const ChartSeries& series) const {
        std::vector<ChartPoint> points;
        std::copy_if(series.points.begin(), series.points.end(), std::back_inserter(points),
                     [this](const ChartPoint& p) { return m_x.takes(p.x) && m_y.takes(p.y); });
        return points;
    }
    [[nodiscard]] std::vector<ChartBand> placedBand(const ChartSeries& series) const {
        std::vector<ChartBand> band;
        std::copy_if(series.band.begin(), series.band.end(), std::back_inserter(band),
                     [this](const ChartBand& b) { return m_x.takes(b.x) && m_y.takes(b.low) && m_y.takes(b.high); });
        return band;
    }

    [[nodiscard]] double atX(double value) const { return m_left + m_x.placeOf(value) * (m_right - m_left); }
    [[nodiscard]] double atY(double value) const {
        double place = m_y.placeOf(value);
        if (m_chart.yRange) {
            place = std::clamp(place, 0.0, 1.0);
        }
        return m_bottom - place * (m_bottom - m_top);
    }
    [[nodiscard]] double left() const { return m_left; }
    [[nodiscard]] double right() const { return m_right; }
    [[nodiscard]] double top() const { return m_top; }
    [[nodiscard]] double bottom() const { return m_bottom; }
    [[nodiscard]] const ChartAxis& x() const { return m_x; }
    [[nodiscard]] const ChartAxis& y() const { return m_y; }
    [[nodiscard]] const ChartHead& head() const { return m_head; }

private:
    const LineChart& m_chart;
    ChartAxis m_x;
    ChartAxis m_y;
    double m_left;
    double m_right;
    double m_top = 0;
    double m_bottom = 0;
    ChartHead m_head;
};

// Keeps the lowest and highest point of each pixel column.
std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points, const Frame& frame) {
    if (static_cast<double>(points.size()) < 4 * (frame.right() - frame.left())) {
        return points;
    }
    std::vector<ChartPoint> out;
    for (std::size_t at = 0; at < points.size();) {
        const double column = std::floor(frame.atX(points[at].x));
        std::size_t low = at;
        std::size_t high = at;
        for (; at < points.size() && std::floor(frame.atX(points[at].x)) == column; ++at) {
            low = points[at].y < points[low].y ? at : low;
            high = points[at].y > points[high].y ? at : high;
        }
        out.push_back(points[std::min(low, high)]);
        if (low != high) {
            out.push_back(points[std::max(low, high)]);
        }
    }
    return out;
}

std::string xTicks(const LineChart& chart, const Frame& frame) {
    std::vector<double> values;
    for (const ChartSeries& series : chart.series) {
        for (const ChartPoint& point : frame.placed(series)) {
            values.push_back(point.x);
        }
    }
    std::string out;
    double free = -1e9; // where the last label ends
    for (const ChartTick& tick : frame.x().ticks(7, values)) {
        const double x = frame.atX(tick.value);
        out += svg::line(x, frame.bottom(), x, frame.bottom() + 4, svg::classed("axis"));
        const double half = svg::widthOf(tick.label) / 2;
        if (x - half >= free) {
            out += svg::text(x, frame.bottom() + 17, "middle", "", tick.label);
            free = x + half + 3;
        }
    }
    return out;
}

std::string axes(const LineChart& chart, const Frame& frame) {
    std::string out;
    for (const ChartTick& tick : frame.y().ticks(6, {})) {
        out += svg::line(frame.left(), frame.atY(tick.value), frame.right(), frame.atY(tick.value), svg::classed("grid"));
        out += svg::text(frame.left() - 6, frame.atY(tick.value) + 4, "end", "", tick.label);
    }
    out += xTicks(chart, frame);
    out += svg::line(frame.left(), frame.bottom(), frame.right(), frame.bottom(), svg::classed("axis"));
    out += svg::text((frame.left() + frame.right()) / 2, frame.bottom() + 34, "middle", "", chart.xLabel);
    const double middle = (frame.top() + frame.bottom()) / 2;
    const double x = frame.left() - 42;
    out += svg::text(x, middle, "middle", " transform=\"rotate(-90 " + svg::pixel(x) + " " + svg::pixel(middle) + ")\"",
                     chart.yLabel);
    return out;
}

std::string place(const Frame& frame, double x, double y) {
    return svg::pixel(frame.atX(x)) + "," + svg::pixel(frame.atY(y)) + " ";
}

std::string circle(const ChartPoint& point, const Frame& frame, std::size_t colour, const char* radius) {
    return "<circle" + svg::fillOf(colour) + " cx=\"" + svg::pixel(frame.atX(point.x)) + "\" cy=\"" +
           svg::pixel(frame.atY(point.y)) + "\" r=\"" + radius + "\"/>\n";
}

// A single point has no area: its extent is a line.
std::string drawBand(const ChartSeries& series, const Frame& frame, std::size_t colour) {
    const std::vector<ChartBand> band = frame.placedBand(series);
    if (band.empty()) {
        return {};
    }
    if (band.size() == 1) {
        const double x = frame.atX(band[0].x);
        return svg::line(x, frame.atY(band[0].low), x, frame.atY(band[0].high), svg::strokeOf(colour));
    }
    std::string out = "<polygon" + svg::fillOf(colour) + " fill-opacity=\"0.16\" points=\"";
    for (const ChartBand& at : band) {
        out += place(frame, at.x, at.low);
    }
    for (auto at = band.rbegin(); at != band.rend(); ++at) {
        out += place(frame, at->x, at->high);
    }
    return out + "\"/>\n";
}

std::string drawSeries(const ChartSeries& series, const Frame& frame, std::size_t colour) {
    const std::vector<ChartPoint> points = thinned(frame.placed(series), frame);
    std::string out;
    if (!series.dots && points.size() > 1) {
        out = "<polyline" + svg::strokeOf(colour) + " fill=\"none\" stroke-width=\"" + (series.dotted ? "1.8" : "1.4") + "\"" +
              (series.dashed ? " stroke-dasharray=\"6 3\"" : "") + " points=\"";
        for (const ChartPoint& point : points) {
            out += place(frame, point.x, point.y);
        }
        out += "\"/>\n";
    }
    if (series.dots || series.dotted || points.size() == 1) {
        for (const ChartPoint& point : points) {
            out += circle(point, frame, colour, series.dotted ? "2.6" : "3.2");
        }
    }
    return out;
}

std::string drawMarks(const LineChart& chart, const Frame& frame) {
    std::string out;
    for (const ChartMark& mark : chart.marks) {
        if (frame.x().takes(mark.x)) {
            const double x = frame.atX(mark.x);
            out += svg::line(x, frame.top() - 4, x, frame.bottom(), svg::classed("mark"));
        }
    }
    return out;
}

std::string draw(const LineChart& chart, const Frame& frame) {
    std::string out = axes(chart, frame) + drawMarks(chart, frame);
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        out += drawBand(chart.series[i], frame, chart.series[i].colour.value_or(i));
    }
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        out += drawSeries(chart.series[i], frame, chart.series[i].colour.value_or(i));
    }
    return out + drawHead(chart, frame.head(), frame.left(), frame.top());
}

} // namespace

std::string toSvg(const std::vector<LineChart>& charts, int columns) {
    double width = 0;
    double height = 0;
    std::string label;
    for (const LineChart& chart : charts) {
        width = std::max(width, chart.width);
        height = std::max(height, chart.height + Frame(chart, 0, 0).head().height);
        label += (label.empty() ? "" : "; ") + chart.title;
    }
    const int rows = (static_cast<int>(charts.size()) + columns - 1) / columns;
    std::string content;
    for (std::size_t i = 0; i < charts.size(); ++i) {
        const auto column = static_cast<double>(i % static_cast<std::size_t>(columns));
        const auto row = static_cast<double>(i / static_cast<std::size_t>(columns));
        content += draw(charts[i], Frame(charts[i], column * width, row * height));
    }
    return svg::document(width * std::min<double>(columns, static_cast<double>(charts.size())), height * rows, label, content);
}

} // namespace halyard
