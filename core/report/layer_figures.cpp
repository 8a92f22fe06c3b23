// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/layer_figures.h"

#include "core/report/chart_axis.h"
#include "core/report/svg.h"
#include "core/report/written.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace halyard {

namespace {

constexpr double kTop = 34;
constexpr double kLeft = 64;
constexpr double kRight = 14;
constexpr double kRowHeight = 22;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Rgb {
    double red;
    double green;
    double blue;
};

// Viridis (van der Walt and Smith, 2015) at equal distances: even in lightness, readable without seeing its hues.
constexpr std::array<Rgb, 9> kScale = {{{68, 1, 84}, {71, 44, 122}, {59, 81, 139}, {44, 113, 142}, {33, 144, 141},
                                        {39, 173, 129}, {92, 200, 99}, {170, 220, 50}, {253, 231, 37}}};

Rgb colourAt(double place) {
    const double scaled = std::clamp(place, 0.0, 1.0) * static_cast<double>(kScale.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(scaled), kScale.size() - 2);
    const double part = scaled - static_cast<double>(below);
    const auto mixed = [&](double a, double b) { return a + part * (b - a); };
    const Rgb& a = kScale[below];
    const Rgb& b = kScale[below + 1];
    return {mixed(a.red, b.red), mixed(a.green, b.green), mixed(a.blue, b.blue)};
}

std::string fill(const Rgb& colour) {
    std::string out = " fill=\"rgb(";
    return out + formatted("%.0f,", colour.red) + formatted("%.0f,", colour.green) + formatted("%.0f)\"", colour.blue);
}

// Inline style: the page's own rule for texts would win over an attribute.
std::string inkOn(const Rgb& colour) {
    const bool isBright = 0.3 * colour.red + 0.59 * colour.green + 0.11 * colour.blue > 120;
    return std::string(" style=\"font-size:11px;fill:") + (isBright ? "#111\"" : "#fff\"");
}

struct Column {
    std::string label;
    std::vector<double> values;
};

Column mean(const LayerStep* first, const LayerStep* last, std::size_t layers) {
    Column column{svg::number((last - 1)->step), std::vector<double>(layers, kNone)};
    for (std::size_t layer = 0; layer < layers; ++layer) {
        double sum = 0;
        double count = 0;
        for (const LayerStep* at = first; at != last; ++at) {
            if (layer < at->values.size() && std::isfinite(at->values[layer]) && at->values[layer] > 0) {
                sum += at->values[layer];
                ++count;
            }
        }
        column.values[layer] = count > 0 ? sum / count : kNone;
    }
    return column;
}

std::vector<Column> columnsOf(const HeatmapFigure& figure, std::size_t layers) {
    std::vector<Column> columns;
    const std::size_t steps = figure.steps.size();
    const std::size_t count = std::min(steps, std::max<std::size_t>(1, figure.mostColumns));
    for (std::size_t i = 0; i < count; ++i) {
        columns.push_back(mean(figure.steps.data() + i * steps / count, figure.steps.data() + (i + 1) * steps / count, layers));
    }
    return columns;
}

struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = 0;

    [[nodiscard]] double placeOf(double value) const {
        return high > low ? std::log(value / low) / std::log(high / low) : 0.5;
    }
};

Extent extentOf(const std::vector<Column>& columns) {
    Extent extent;
    for (const Column& column : columns) {
        for (const double value : column.values) {
            if (std::isfinite(value)) {
                extent.low = std::min(extent.low, value);
                extent.high = std::max(extent.high, value);
            }
        }
    }
    return extent.high > 0 ? extent : Extent{1, 1};
}

std::string colourLegend(const HeatmapFigure& figure, const Extent& extent, double y) {
    constexpr int kParts = 48;
    const double left = kLeft + svg::widthOf(figure.valueLabel) + 10;
    const double width = std::max(60.0, figure.width - kRight - left - 20);
    std::string out = svg::text(kLeft, y + 11, "start", "", figure.valueLabel);
    for (int i = 0; i < kParts; ++i) {
        // Half a pixel over the next one, so that no page shows between them.
        out += svg::rect(left + width * i / kParts, y, width / kParts + (i + 1 < kParts ? 0.5 : 0), 12,
                         fill(colourAt((i + 0.5) / kParts)));
    }
    if (!(extent.high > extent.low)) {
        return out + svg::text(left + width / 2, y + 27, "middle", "", briefly(extent.low));
    }
    double free = -1e9;
    for (const double tick : powerTicks(extent.low, extent.high)) {
        const double x = left + width * extent.placeOf(tick);
        const std::string label = briefly(tick);
        const double half = svg::widthOf(label) / 2;
        if (x - half >= free) {
            out += svg::line(x, y + 12, x, y + 16, svg::classed("axis"));
            out += svg::text(x, y + 28, "middle", "", label);
            free = x + half + 4;
        }
    }
    return out;
}

// The extent of all bars and intervals; 0 is always in it.
ChartAxis axisOf(const ImportanceFigure& figure) {
    ChartAxis axis(AxisScale::Linear);
    axis.include(0);
    for (const LayerBar& bar : figure.layers) {
        for (const auto& value : {bar.score, bar.low, bar.high}) {
            if (value && axis.takes(*value)) {
                axis.include(*value);
            }
        }
    }
    axis.finish(0.02);
    return axis;
}

std::string words(const LayerBar& bar) {
    std::string out = bar.score ? briefly(*bar.score) : "not measured";
    if (bar.low && bar.high) {
        out += " (" + briefly(*bar.low) + " to " + briefly(*bar.high) + ")";
    }
    out += bar.kept ? ", kept" : "";
    for (const std::string& flag : bar.flags) {
        out += ", " + flag;
    }
    return out;
}

std::string drawBar(const LayerBar& bar, const ChartAxis& axis, double y, double left, double width) {
    const auto at = [&](double value) { return left + axis.placeOf(value) * width; };
    std::string out;
    if (bar.score && axis.takes(*bar.score)) {
        const double from = std::min(at(0), at(*bar.score));
        out += svg::rect(from, y + 4, std::max(1.0, std::abs(at(*bar.score) - at(0))), kRowHeight - 8,
                         svg::fillOf(bar.kept ? 1 : 0));
    }
    if (bar.low && bar.high && axis.takes(*bar.low) && axis.takes(*bar.high)) {
        const double middle = y + kRowHeight / 2;
        const std::string thick = svg::classed("whisker") + " stroke-width=\"1.4\"";
        out += svg::line(at(*bar.low), middle, at(*bar.high), middle, thick);
        out += svg::line(at(*bar.low), middle - 4, at(*bar.low), middle + 4, thick);
        out += svg::line(at(*bar.high), middle - 4, at(*bar.high), middle + 4, thick);
    }
    return out;
}

std::string keptLegend(double right) {
    std::string out;
    double x = right;
    for (const auto& [name, colour] : {std::pair{"not kept", 0U}, std::pair{"kept: softmax attention stays", 1U}}) {
        x -= svg::widthOf(name);
        out += svg::text(x, kTop - 14, "start", "", name);
        x -= 14;
        out += svg::rect(x, kTop - 23, 10, 10, svg::fillOf(colour));
        x -= 14;
    }
    return out;
}

} // namespace

std::string briefly(double value) {
    const double size = std::abs(value);
    std::string text = formatted(size >= 100 ? "%.0f" : size >= 0.001 || size == 0 ? "%.2g" : "%.1g", value);
    if (const std::size_t at = text.find("e-0"); at != std::string::npos) {
        text.erase(at + 2, 1);
    }
    if (const std::size_t at = text.find("0."); at != std::string::npos && (at == 0 || text[at - 1] == '-')) {
        text.erase(at, 1);
    }
    return text;
}

std::string toSvg(const HeatmapFigure& figure) {
    std::size_t layers = 0;
    for (const LayerStep& step : figure.steps) {
        layers = std::max(layers, step.values.size());
    }
    const std::vector<Column> columns = columnsOf(figure, layers);
    const Extent extent = extentOf(columns);
    const double width = (figure.width - kLeft - kRight) / static_cast<double>(std::max<std::size_t>(1, columns.size()));
    const double bottom = kTop + kRowHeight * static_cast<double>(layers);
    std::string out = svg::text(kLeft, kTop - 14, "start", svg::classed("title"), figure.title);
    for (std::size_t layer = 0; layer < layers; ++layer) {
        const double y = kTop + kRowHeight * static_cast<double>(layer);
        out += svg::text(kLeft - 6, y + 15, "end", "", "layer " + std::to_string(layer));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const double value = columns[i].values[layer];
            const double x = kLeft + width * static_cast<double>(i);
            if (std::isfinite(value)) {
                const Rgb colour = colourAt(extent.placeOf(value));
                out += svg::rect(x, y, width - 1, kRowHeight - 1, fill(colour));
                out += svg::text(x + width / 2, y + 15, "middle", inkOn(colour), briefly(value));
            }
        }
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out += svg::text(kLeft + width * (static_cast<double>(i) + 0.5), bottom + 16, "middle", "", columns[i].label);
    }
    out += svg::text((kLeft + figure.width - kRight) / 2, bottom + 33, "middle", "", "step (a cell is the mean of the steps up to it)");
    out += colourLegend(figure, extent, bottom + 46);
    return svg::document(figure.width, bottom + 84, figure.title, out);
}

std::string toSvg(const ImportanceFigure& figure) {
    double besides = 0;
    for (const LayerBar& bar : figure.layers) {
        besides = std::max(besides, svg::widthOf(words(bar)));
    }
    besides = std::min(besides, 0.55 * figure.width);
    const ChartAxis axis = axisOf(figure);
    const double width = figure.width - kLeft - kRight - besides - 8;
    const double bottom = kTop + kRowHeight * static_cast<double>(figure.layers.size());
    std::string out = svg::text(kLeft, kTop - 14, "start", svg::classed("title"), figure.title) + keptLegend(figure.width - kRight);
    for (const ChartTick& tick : axis.ticks(5, {})) {
        const double x = kLeft + axis.placeOf(tick.value) * width;
        out += svg::line(x, kTop, x, bottom, svg::classed("grid"));
        out += svg::text(x, bottom + 16, "middle", "", tick.label);
    }
    for (std::size_t i = 0; i < figure.layers.size(); ++i) {
        const double y = kTop + kRowHeight * static_cast<double>(i);
        out += svg::text(kLeft - 6, y + 15, "end", "", "layer " + std::to_string(figure.layers[i].layer));
        out += drawBar(figure.layers[i], axis, y, kLeft, width);
        out += svg::text(kLeft + width + 8, y + 15, "start", "", words(figure.layers[i]));
    }
    out += svg::line(kLeft + axis.placeOf(0) * width, kTop, kLeft + axis.placeOf(0) * width, bottom, svg::classed("axis"));
    out += svg::text(kLeft + width / 2, bottom + 33, "middle", "", figure.valueLabel);
    return svg::document(figure.width, bottom + 46, figure.title, out);
}

} // namespace halyard
