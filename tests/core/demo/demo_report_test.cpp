// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_report.h"

#include "core/run/events.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace halyard {
namespace {

DemoReport example() {
    DemoReport report;
    report.shortLength = 128;
    report.longLength = 512;
    report.attentionLayers = "1 and 4 of 6";
    report.rows = {{"teacher", 3.25, 4.5}, {"student after stage 3", 3.4444, 3.4}};
    report.samples = {{"The", "a\nb", "c \x1b[31m"}};
    report.seconds = 200;
    report.exportFolder = "exports/x";
    return report;
}

TEST(DemoReport, TableIsAlignedAndFitsEightyColumns) {
    EXPECT_EQ(lossTable(example()), "Held-out loss (nats a token)            at 128 tokens   at 512 tokens\n"
                                    "  teacher                                       3.250           4.500\n"
                                    "  student after stage 3                         3.444           3.400\n");
}

TEST(DemoReport, SurvivesTheWayThroughJson) {
    EXPECT_EQ(toJson(demoReportFromJson(toJson(example()))), toJson(example()));
}

TEST(DemoReport, ShowsTextOfModelsWithoutControlCharacters) {
    const std::string text = samplesText(example());
    EXPECT_NE(text.find("    a b\n"), std::string::npos) << text;
    EXPECT_NE(text.find("c \\x1b[31m"), std::string::npos) << text;
}

TEST(DemoReport, WrapsLongTextAtTheWidth) {
    DemoReport report = example();
    report.samples[0].teacher = std::string(30, 'a') + " " + std::string(30, 'b') + " " + std::string(30, 'c');
    const std::string text = samplesText(report, 70);
    EXPECT_NE(text.find("    " + std::string(30, 'a') + " " + std::string(30, 'b') + "\n    " + std::string(30, 'c')),
              std::string::npos)
        << text;
}

TEST(LossChart, TakesTheLaterSegmentWhereStepsRepeat) {
    const auto folder = std::filesystem::temp_directory_path() / "halyard_demo_report_test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    {
        EventWriter first(folder / "events.jsonl");
        first.write("step", {{"step", 1}, {"loss", 9.0}});
        first.write("step", {{"step", 2}, {"loss", 8.0}});
        first.write("step", {{"step", 3}, {"loss", 7.0}});
    }
    {
        EventWriter second(folder / "events.jsonl");
        second.write("step", {{"step", 2}, {"loss", 8.5}});
        second.write("held_out", {{"step", 2}, {"loss", 8.6}});
    }
    const LineChart chart = lossChart("t", folder / "events.jsonl");
    ASSERT_EQ(chart.series[0].points.size(), 2U);
    EXPECT_EQ(chart.series[0].points[1].x, 2);
    EXPECT_EQ(chart.series[0].points[1].y, 8.5);
    ASSERT_EQ(chart.series[1].points.size(), 1U);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace halyard
