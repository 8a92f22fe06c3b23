// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/line_chart.h"

#include "core/base/message.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace halyard {

namespace {

constexpr double kLeft = 56;
constexpr double kRight = 14;
constexpr double kTop = 34;
constexpr double kBottom = 44;
constexpr std::array<const char*, 6> kColours = {"#2a6fb0", "#d1603d", "#3f8f5b", "#8a5fb4", "#a87b16", "#4f6d7a"};

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void makeDrawable() {
        if (low > high) {
            low = 0;
            high = 1;
        }
        if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
    }
};

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string pixel(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : printable(text)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::vector<ChartPoint> finitePoints(const ChartSeries& series) {
    std::vector<ChartPoint> points;
    std::copy_if(series.points.begin(), series.points.end(), std::back_inserter(points),
                 [](const ChartPoint& p) { return std::isfinite(p.x) && std::isfinite(p.y); });
    return points;
}

// Where a chart's values land on the page.
class Frame {
public:
    Frame(const LineChart& chart, double left, double top) : m_left(left), m_top(top), m_chart(chart) {
        for (const ChartSeries& series : chart.series) {
            for (const ChartPoint& point : finitePoints(series)) {
                x.include(point.x);
                y.include(point.y);
            }
        }
        x.makeDrawable();
        y.makeDrawable();
        const double margin = 0.04 * (y.high - y.low);
        y.low -= margin;
        y.high += margin;
    }

    [[nodiscard]] double atX(double value) const { return left() + (value - x.low) / (x.high - x.low) * plotWidth(); }
    [[nodiscard]] double atY(double value) const { return bottom() - (value - y.low) / (y.high - y.low) * plotHeight(); }
    [[nodiscard]] double left() const { return m_left + kLeft; }
    [[nodiscard]] double right() const { return m_left + m_chart.width - kRight; }
    [[nodiscard]] double top() const { return m_top + kTop; }
    [[nodiscard]] double bottom() const { return m_top + m_chart.height - kBottom; }
    [[nodiscard]] double plotWidth() const { return right() - left(); }
    [[nodiscard]] double plotHeight() const { return bottom() - top(); }

    Range x;
    Range y;

private:
    double m_left;
    double m_top;
    const LineChart& m_chart;
};

// Keeps the lowest and highest point of each pixel column.
std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points, const Frame& frame) {
    if (static_cast<double>(points.size()) < 4 * frame.plotWidth()) {
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

std::string text(double x, double y, const std::string& anchor, const std::string& extra, const std::string& content) {
    return "<text x=\"" + pixel(x) + "\" y=\"" + pixel(y) + "\" text-anchor=\"" + anchor + "\"" + extra + ">" + content +
           "</text>\n";
}

std::string line(double x1, double y1, double x2, double y2, const std::string& kind) {
    return "<line class=\"" + kind + "\" x1=\"" + pixel(x1) + "\" y1=\"" + pixel(y1) + "\" x2=\"" + pixel(x2) +
           "\" y2=\"" + pixel(y2) + "\"/>\n";
}

std::string axes(const LineChart& chart, const Frame& frame) {
    std::string out;
    for (const double tick : roundTicks(frame.y.low, frame.y.high, 6)) {
        out += line(frame.left(), frame.atY(tick), frame.right(), frame.atY(tick), "grid");
        out += text(frame.left() - 6, frame.atY(tick) + 4, "end", "", number(tick));
    }
    for (const double tick : roundTicks(frame.x.low, frame.x.high, 7)) {
        out += line(frame.atX(tick), frame.bottom(), frame.atX(tick), frame.bottom() + 4, "axis");
        out += text(frame.atX(tick), frame.bottom() + 17, "middle", "", number(tick));
    }
    out += line(frame.left(), frame.bottom(), frame.right(), frame.bottom(), "axis");
    out += text(frame.left(), frame.top() - 14, "start", " class=\"title\"", escaped(chart.title));
    out += text((frame.left() + frame.right()) / 2, frame.bottom() + 34, "middle", "", escaped(chart.xLabel));
    const double middle = (frame.top() + frame.bottom()) / 2;
    const double x = frame.left() - 42;
    out += text(x, middle, "middle", " transform=\"rotate(-90 " + pixel(x) + " " + pixel(middle) + ")\"",
                escaped(chart.yLabel));
    return out;
}

std::string drawSeries(const ChartSeries& series, const Frame& frame, const char* colour) {
    const std::vector<ChartPoint> points = thinned(finitePoints(series), frame);
    std::string out;
    if (series.dots || points.size() == 1) {
        for (const ChartPoint& point : points) {
            out += "<circle cx=\"" + pixel(frame.atX(point.x)) + "\" cy=\"" + pixel(frame.atY(point.y)) +
                   "\" r=\"3.2\" fill=\"" + colour + "\"/>\n";
        }
        return out;
    }
    out = "<polyline fill=\"none\" stroke=\"" + std::string(colour) + "\" stroke-width=\"1.4\" points=\"";
    for (const ChartPoint& point : points) {
        out += pixel(frame.atX(point.x)) + "," + pixel(frame.atY(point.y)) + " ";
    }
    return out + "\"/>\n";
}

// Beside the title, where no curve can lie under it; the first name is the leftmost.
std::string legend(const LineChart& chart, const Frame& frame) {
    constexpr double kCharacter = 6.6; // about the width of one at this size
    std::string out;
    double x = frame.right();
    for (std::size_t i = chart.series.size(); i-- > 0;) {
        const std::string name = escaped(chart.series[i].name);
        out += text(x, frame.top() - 14, "end", "", name);
        x -= kCharacter * static_cast<double>(chart.series[i].name.size()) + 14;
        out += "<rect x=\"" + pixel(x) + "\" y=\"" + pixel(frame.top() - 23) + "\" width=\"10\" height=\"10\" fill=\"" +
               kColours[i % kColours.size()] + "\"/>\n";
        x -= 10;
    }
    return out;
}

constexpr const char* kStyle =
    "<style>text{font:12px sans-serif;fill:#333}.title{font-weight:600;font-size:13px}.grid{stroke:#e2e2e2}"
    ".axis{stroke:#777}.page{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#3a3a3a}.axis{stroke:#999}.page{fill:#1c1c1e}}"
    "</style>\n";

} // namespace

std::vector<double> roundTicks(double low, double high, int count) {
    const double rough = (high - low) / std::max(1, count);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) {
            step = factor * power;
            break;
        }
    }
    std::vector<double> ticks;
    for (double tick = std::ceil(low / step); tick * step <= high * (1 + 1e-12); ++tick) {
        ticks.push_back(tick * step + 0.0);
    }
    return ticks;
}

std::string toSvg(const std::vector<LineChart>& charts, int columns) {
    double width = 0;
    double height = 0;
    for (const LineChart& chart : charts) {
        width = std::max(width, chart.width);
        height = std::max(height, chart.height);
    }
    const int rows = (static_cast<int>(charts.size()) + columns - 1) / columns;
    const std::string w = number(width * std::min<double>(columns, static_cast<double>(charts.size())));
    const std::string h = number(height * rows);
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h + "\" viewBox=\"0 0 " +
                      w + " " + h + "\">\n" + kStyle + "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n";
    for (std::size_t i = 0; i < charts.size(); ++i) {
        const auto column = static_cast<double>(i % static_cast<std::size_t>(columns));
        const auto row = static_cast<double>(i / static_cast<std::size_t>(columns));
        const Frame frame(charts[i], column * width, row * height);
        out += axes(charts[i], frame);
        for (std::size_t s = 0; s < charts[i].series.size(); ++s) {
            out += drawSeries(charts[i].series[s], frame, kColours[s % kColours.size()]);
        }
        out += legend(charts[i], frame);
    }
    return out + "</svg>\n";
}

} // namespace halyard
