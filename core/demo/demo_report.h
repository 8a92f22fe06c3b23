// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_results.h"
#include "core/run/run_folder.h"

#include <filesystem>
#include <string>

namespace halyard {

// Writes the report of a demo into a folder, which appears complete or not at all and replaces an earlier one: report.html
// (one file, its pictures inside), report.json, results.csv (a line a number), and each figure as NAME.svg and NAME.png.
// The PNG files are made by rsvg-convert and left out where it is missing or fails. run: the folder of the chain of runs,
// for the curves of its children. Throws Error(Failed), and Error(Stopped) when it is asked to stop.
void writeDemoReport(const DemoResults& results, const RunFolder& run, const std::filesystem::path& folder);

// What was shown, for a terminal of that many columns: the needles found in the busy haystack, the layers kept, gates and
// goals. With the report's folder, it ends with where the page is, and says so when pictures are missing.
[[nodiscard]] std::string demoSummary(const DemoResults& results, std::size_t width = 80, const std::filesystem::path& reportFolder = {});

} // namespace halyard
