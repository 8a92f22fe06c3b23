// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/layer_figures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace halyard {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Heatmap, ColoursTheLowestAndTheHighestValueByTheEndsOfTheScale) {
    const HeatmapFigure figure{.title = "Alignment", .valueLabel = "loss", .steps = {{1, {0.01, 1}}, {2, {0.1, 0.1}}}};
    const std::string svg = toSvg(figure);
    EXPECT_NE(svg.find("fill=\"rgb(68,1,84)\"/>\n<text x=\"204.5\" y=\"49.0\" text-anchor=\"middle\" "
                       "style=\"font-size:11px;fill:#fff\">.01</text>"), std::string::npos) << svg;
    EXPECT_NE(svg.find("fill=\"rgb(253,231,37)\"/>\n<text x=\"204.5\" y=\"71.0\" text-anchor=\"middle\" "
                       "style=\"font-size:11px;fill:#111\">1</text>"), std::string::npos);
    EXPECT_NE(svg.find("rgb(33,144,141)"), std::string::npos) << "the middle of the logarithms";
}

TEST(Heatmap, MeansNeighbouringStepsWhereThereAreMoreThanColumns) {
    HeatmapFigure figure{.title = "", .valueLabel = "", .steps = {}};
    figure.mostColumns = 2;
    figure.steps = {{10, {1}}, {20, {3}}, {30, {40}}, {40, {60}}};
    const std::string svg = toSvg(figure);
    EXPECT_NE(svg.find(">2</text>"), std::string::npos) << svg;
    EXPECT_NE(svg.find(">50</text>"), std::string::npos);
    EXPECT_NE(svg.find(">20</text>"), std::string::npos) << "the last step of the first column";
    EXPECT_NE(svg.find(">40</text>"), std::string::npos);
}

TEST(Heatmap, LeavesACellEmptyWithoutAValue) {
    const HeatmapFigure figure{.title = "", .valueLabel = "", .steps = {{1, {kNan, 2, -1, 0}}, {2, {std::numeric_limits<double>::infinity(), 2}}}};
    const std::string svg = toSvg(figure);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_EQ(svg.find("inf"), std::string::npos);
    EXPECT_NE(svg.find(">layer 3<"), std::string::npos);
}

TEST(Heatmap, OfNothingIsStillAPicture) {
    const std::string svg = toSvg(HeatmapFigure{.title = "<t>", .valueLabel = "", .steps = {}});
    EXPECT_NE(svg.find("&lt;t&gt;"), std::string::npos);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(Importance, DrawsBarsIntervalsAndFlags) {
    const ImportanceFigure figure{.title = "Importance",
                                  .valueLabel = "score",
                                  .layers = {{.layer = 0, .score = 0.5, .low = 0.25, .high = 1.0, .flags = {"<small>"}, .kept = false},
                                             {.layer = 7, .score = 2.0, .low = {}, .high = {}, .flags = {}, .kept = true},
                                             {.layer = 9, .score = {}, .low = {}, .high = {}, .flags = {}, .kept = false}}};
    const std::string svg = toSvg(figure);
    EXPECT_NE(svg.find(">.5 (.25 to 1), &lt;small&gt;</text>"), std::string::npos) << svg;
    EXPECT_NE(svg.find(">2, kept</text>"), std::string::npos);
    EXPECT_NE(svg.find(">not measured</text>"), std::string::npos);
    EXPECT_NE(svg.find("height=\"14.0\" class=\"f0\"/>"), std::string::npos) << "one bar that is not kept";
    EXPECT_NE(svg.find("height=\"14.0\" class=\"f1\"/>"), std::string::npos) << "one that is";
}

TEST(Importance, TakesValuesThatAreNotFiniteAndNoLayersAtAll) {
    ImportanceFigure figure{.title = "", .valueLabel = "", .layers = {{.layer = 0, .score = kNan, .low = kNan, .high = kNan, .flags = {}, .kept = false}}};
    EXPECT_EQ(toSvg(figure).find("=\"nan"), std::string::npos) << toSvg(figure);
    figure.layers.clear();
    EXPECT_EQ(toSvg(figure).find("nan"), std::string::npos);
}

TEST(Briefly, KeepsTwoDigits) {
    EXPECT_EQ(briefly(0.0134), ".013");
    EXPECT_EQ(briefly(-0.0134), "-.013");
    EXPECT_EQ(briefly(0), "0");
    EXPECT_EQ(briefly(1.25), "1.2");
    EXPECT_EQ(briefly(47.3), "47");
    EXPECT_EQ(briefly(1234), "1234");
    EXPECT_EQ(briefly(0.0000312), "3e-5");
    EXPECT_EQ(briefly(10.04), "10");
}

} // namespace
} // namespace halyard
