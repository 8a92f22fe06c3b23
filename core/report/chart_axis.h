// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace halyard {

// How the values of an axis are spread, and what its ticks say.
enum class AxisScale {
    Linear,
    Logarithmic, // values of 0 and below have no place
    Lengths,     // logarithmic; the ticks are the lengths of the points themselves: 512, 2K, 32K
};

struct ChartTick {
    double value = 0;
    std::string label;
};

// The values of one axis of a chart.
class ChartAxis {
public:
    explicit ChartAxis(AxisScale scale) : m_scale(scale) {}

    // Whether the value has a place: it is finite, and above 0 where the axis is logarithmic.
    [[nodiscard]] bool takes(double value) const;
    // Widens the axis; only values that it takes.
    void include(double value);
    // Gives an empty or single value an extent, then adds a share of it at both ends.
    void finish(double margin);
    // Exactly from low to high.
    void fix(double low, double high);

    // 0 at the low end, 1 at the high end; beyond them for values outside.
    [[nodiscard]] double placeOf(double value) const;
    // points: the values that Lengths stands at; about count of them otherwise.
    [[nodiscard]] std::vector<ChartTick> ticks(int count, const std::vector<double>& points) const;

private:
    [[nodiscard]] double onScale(double value) const;

    AxisScale m_scale;
    double m_low = std::numeric_limits<double>::infinity(); // on the scale: the logarithm, or the value itself
    double m_high = -std::numeric_limits<double>::infinity();
};

// At most count round numbers (1, 2 or 5 times a power of ten apart) that cover [low, high].
[[nodiscard]] std::vector<double> roundTicks(double low, double high, int count);
// Powers of ten within [low, high]; with 2 and 5 times them where those are fewer than three; 0 < low < high.
[[nodiscard]] std::vector<double> powerTicks(double low, double high);

} // namespace halyard
