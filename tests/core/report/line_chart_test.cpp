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

} // namespace
} // namespace halyard
