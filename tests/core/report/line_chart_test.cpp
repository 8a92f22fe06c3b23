// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/line_chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace halyard {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

TEST(RoundTicks, AreOneTwoOrFiveTimesAPowerOfTenApart) {
    EXPECT_EQ(roundTicks(0, 10, 5), (std::vector<double>{0, 2, 4, 6, 8, 10}));
    const std::vector<double> ticks = roundTicks(3.2, 7.9, 6);
    ASSERT_GE(ticks.size(), 4U);
    EXPECT_DOUBLE_EQ(ticks.front(), 4.0);
    EXPECT_DOUBLE_EQ(ticks[1] - ticks[0], 1.0);
}

TEST(LineChart, PutsTheHighestValueAtTheTop) {
    LineChart chart{.title = "t", .xLabel = "x", .yLabel = "y", .series = {{"s", {{0, 1}, {10, 3}}}}};
    const std::string svg = toSvg({chart}, 1);
    // Plot area: x 56…466, y 34…256, with 4 % margin above and below: y = 3 lies at 34 + 222 * 0.04 / 1.08 = 42.2.
    EXPECT_NE(svg.find("points=\"56.0,247.8 466.0,42.2 \""), std::string::npos) << svg;
}

TEST(LineChart, EscapesTextFromOutside) {
    LineChart chart{.title = "<script>&\"", .xLabel = "", .yLabel = "", .series = {{"a\x1b[31m", {{0, 0}, {1, 1}}}}};
    const std::string svg = toSvg({chart});
    EXPECT_EQ(svg.find("<script>"), std::string::npos);
    EXPECT_NE(svg.find("&lt;script&gt;&amp;&quot;"), std::string::npos);
    EXPECT_NE(svg.find("a\\x1b[31m"), std::string::npos);
}

TEST(LineChart, LeavesOutValuesThatAreNotFinite) {
    LineChart chart;
    chart.series = {{"s", {{0, 1}, {1, std::nan("")}, {2, std::numeric_limits<double>::infinity()}, {3, 2}}}};
    const std::string svg = toSvg({chart});
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_EQ(svg.find("inf"), std::string::npos);
}

TEST(LineChart, ThinsAMillionPointsButKeepsThePeak) {
    LineChart chart;
    chart.series.push_back({"s", {}});
    for (int i = 0; i < 1'000'000; ++i) {
        chart.series[0].points.push_back({static_cast<double>(i), i == 123'456 ? 50.0 : std::sin(i * 0.1)});
    }
    const std::string svg = toSvg({chart});
    EXPECT_LT(svg.size(), 40'000U);
    EXPECT_NE(svg.find(",42."), std::string::npos) << "the peak is at the top margin";
}

TEST(LineChart, DrawsDotsAndEveryChart) {
    LineChart chart;
    chart.series = {{"held-out", {{0, 1}, {5, 0.5}, {9, 0.2}}, true}};
    const std::string svg = toSvg({chart, chart, chart}, 2);
    EXPECT_EQ(count(svg, "<circle"), 9U);
    EXPECT_NE(svg.find("width=\"960\" height=\"600\""), std::string::npos);
}

LineChart lengths() {
    LineChart chart{.title = "Needles found", .xLabel = "tokens", .yLabel = "share", .series = {}};
    chart.xScale = AxisScale::Lengths;
    chart.yRange = std::pair{0.0, 1.0};
    chart.series.push_back({.name = "one", .points = {{512, 0.5}, {2048, 0.25}, {8192, 2.0}}});
    return chart;
}

TEST(LineChart, SpreadsLengthsByTheirLogarithmAndNamesThem) {
    const std::string svg = toSvg({lengths()}, 1);
    EXPECT_NE(svg.find(">512<"), std::string::npos);
    EXPECT_NE(svg.find(">2K<"), std::string::npos);
    EXPECT_NE(svg.find(">8K<"), std::string::npos);
    // Plot 56…466 with 2 % of the extent at both ends; 2K is in the middle of 512 and 8K. y 34…256 is 1…0 exactly, and
    // what lies above is drawn at the edge.
    EXPECT_NE(svg.find("points=\"63.9,145.0 261.0,200.5 458.1,34.0 \""), std::string::npos) << svg;
}

TEST(LineChart, HasPowersOfTenOnALogarithmicAxisAndNoPlaceForZero) {
    LineChart chart{.title = "t", .xLabel = "", .yLabel = "", .series = {{"s", {{1, 0}, {2, 0.01}, {3, 100}, {4, -1}}}}};
    chart.yScale = AxisScale::Logarithmic;
    const std::string svg = toSvg({chart}, 1);
    for (const char* tick : {">0.01<", ">0.1<", ">1<", ">10<", ">100<"}) {
        EXPECT_NE(svg.find(tick), std::string::npos) << tick;
    }
    EXPECT_NE(svg.find("points=\"56.0,247.8 466.0,42.2 \""), std::string::npos) << "two points are left: " << svg;
}

TEST(LineChart, DrawsABandThereAndBack) {
    LineChart chart = lengths();
    chart.series[0].band = {{512, 0.4, 0.6}, {8192, 0.1, 0.3}};
    const std::string svg = toSvg({chart}, 1);
    EXPECT_NE(svg.find("points=\"63.9,167.2 458.1,233.8 458.1,189.4 63.9,122.8 \""), std::string::npos) << svg;
}

TEST(LineChart, NamesMarksInRowsOfTheirOwnWhereTheyWouldOverlap) {
    LineChart chart = lengths();
    chart.marks = {{512, "the teacher's length"}, {600, "the longest length of training"}};
    const std::string svg = toSvg({chart}, 1);
    EXPECT_NE(svg.find("height=\"334\""), std::string::npos) << "two rows of 17 more: " << svg;
    EXPECT_EQ(count(svg, "class=\"mark\""), 2U);
    EXPECT_NE(svg.find(">the teacher&#39;s length<"), std::string::npos);
}

TEST(LineChart, PutsALongLegendInRowsBelowTheTitle) {
    LineChart chart = lengths();
    for (const char* name : {"a name that is long enough for half a row", "another one, as long as the first", "third"}) {
        chart.series.push_back({.name = name, .points = {{512, 0.1}}});
    }
    EXPECT_NE(toSvg({chart}, 1).find("height=\"334\""), std::string::npos) << toSvg({chart}, 1);
    chart.series.resize(2);
    chart.series[1].inLegend = false;
    EXPECT_NE(toSvg({chart}, 1).find("height=\"300\""), std::string::npos);
    EXPECT_EQ(toSvg({chart}, 1).find("a name that is long"), std::string::npos);
}

TEST(LineChart, KeepsTheColourThatASeriesAsksFor) {
    LineChart chart = lengths();
    chart.series[0].colour = 3;
    chart.series[0].dashed = true;
    const std::string svg = toSvg({chart}, 1);
    EXPECT_NE(svg.find("<polyline class=\"s3\" fill=\"none\" stroke-width=\"1.4\" stroke-dasharray"), std::string::npos) << svg;
    EXPECT_EQ(svg.find("class=\"s0\""), std::string::npos);
}

TEST(LineChart, FollowsTheReadersDarkSetting) {
    EXPECT_NE(toSvg({lengths()}, 1).find("@media(prefers-color-scheme:dark)"), std::string::npos);
}

TEST(LineChart, IsDrawnWithoutAnyPoint) {
    LineChart chart = lengths();
    chart.series.clear();
    EXPECT_NE(toSvg({chart}, 1).find("</svg>"), std::string::npos);
    EXPECT_EQ(toSvg({chart}, 1).find("nan"), std::string::npos);
}

TEST(PowerTicks, AreFinerWhereThereWouldBeFewerThanThree) {
    EXPECT_EQ(powerTicks(1, 100), (std::vector<double>{1, 10, 100}));
    EXPECT_EQ(powerTicks(2, 30), (std::vector<double>{2, 5, 10, 20}));
}

} // namespace
} // namespace halyard
