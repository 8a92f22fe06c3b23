// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/report/line_chart.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// One model of the demo and how well it predicts text it never saw.
struct DemoRow {
    std::string name;       // "student after stage 2"
    double lossShort = 0;   // nats a token, at the training length
    double lossLong = 0;    // at several times that length
};

struct DemoSample {
    std::string prompt;
    std::string teacher;
    std::string student;
};

// What a finished demo shows: on the terminal, in report.md, and as report.json.
struct DemoReport {
    std::int64_t shortLength = 0;
    std::int64_t longLength = 0;
    std::string attentionLayers; // "1 and 4 of 6"
    std::vector<DemoRow> rows;
    std::vector<DemoSample> samples;
    double seconds = 0; // of training, all stages
    std::string exportFolder;
};

[[nodiscard]] Json toJson(const DemoReport& report);
[[nodiscard]] DemoReport demoReportFromJson(const Json& document);

// The table as aligned text, at most 80 columns.
[[nodiscard]] std::string lossTable(const DemoReport& report);
// The samples, wrapped to the width.
[[nodiscard]] std::string samplesText(const DemoReport& report, std::size_t width = 80);
[[nodiscard]] std::string toMarkdown(const DemoReport& report);

// A chart of the training and held-out loss of a run, from its events.
[[nodiscard]] LineChart lossChart(const std::string& title, const std::filesystem::path& eventsJsonl);

} // namespace halyard
