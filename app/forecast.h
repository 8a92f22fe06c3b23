// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/run_forecast.h"
#include "views/wizards/review_facts.h"

#include <filesystem>
#include <optional>
#include <vector>

#include <QString>

namespace halyard::app {

// What the machine has left, in bytes.
struct FreeSpace {
    std::optional<double> memory;
    std::optional<double> disk;
};

// The forecast of each stage (core/cost/run_forecast.h) as the wizards show it. Memory of a run on a GPU is that of the
// models alone and is held against nothing: the memory that is free is the machine's.
[[nodiscard]] std::vector<views::Forecast> shownForecasts(const RunSpec& spec, const ForecastBasis& basis,
                                                          const FreeSpace& left);

// "21 of 28 layers become linear. Cache at 128K tokens: 14.0 → 3.5 GiB."; empty when the teacher cannot be read.
[[nodiscard]] QString meaningOf(const RunSpec& spec, const std::filesystem::path& project);

} // namespace halyard::app
