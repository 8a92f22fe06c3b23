// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// A run whose forecast is compared with the truth.
struct ForecastCase {
    std::string name; // also the folder of its run
    std::string size; // "demo", "20M", …: how many parameters the model has
    RunSpec spec;     // inputs relative to the folder of all runs
};

// Pretrain and the three stages for three sizes, each going on from the one before, and one run for each setting that
// changes what is kept in memory. Data is expected as data-LENGTH beside the runs.
[[nodiscard]] std::vector<ForecastCase> forecastCases();

} // namespace halyard
