// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// A value of each layer at one step of a run; NaN: none.
struct LayerStep {
    double step = 0;
    std::vector<double> values;
};

// Layers below each other, steps from left to right; a column is the mean of as many steps as come to it, and its label
// the last of them. The colours are spread by the logarithm: values of 0 and below have none.
struct HeatmapFigure {
    std::string title;
    std::string valueLabel; // what a colour means: "loss"
    std::vector<LayerStep> steps; // rising
    double width = 640;           // pixels
    std::size_t mostColumns = 12; // so many that each has room for its value
};

// What is known of one layer's importance.
struct LayerBar {
    std::int64_t layer = 0;
    std::optional<double> score;
    std::optional<double> low; // its interval
    std::optional<double> high;
    std::vector<std::string> flags; // what a reader should know of it
    bool kept = false;
};

// A bar a layer, with its interval, its value and its flags in words beside it; kept layers stand out.
struct ImportanceFigure {
    std::string title;
    std::string valueLabel;
    std::vector<LayerBar> layers; // from above
    double width = 640;
};

[[nodiscard]] std::string toSvg(const HeatmapFigure& figure);
[[nodiscard]] std::string toSvg(const ImportanceFigure& figure);

// Two digits, short: ".013", "1.2", "3e-5", "47".
[[nodiscard]] std::string briefly(double value);

} // namespace halyard
