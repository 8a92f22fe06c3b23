// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"
#include "views/wizards/review_facts.h"

#include <filesystem>
#include <optional>
#include <vector>

#include <QString>

namespace halyard::app {

// What is known besides the spec.
struct ForecastBasis {
    std::filesystem::path project; // relative inputs are of it
    std::optional<double> secondsPerStep; // measured: two steps tried with this spec
    std::optional<double> memoryFree;
    std::optional<double> diskFree;
    int cores = 1;
};

// Needs of each stage of a spec (one, or those of a pipeline); what cannot be told without a model folder is none.
//   tokens  steps · batch · accumulation · context
//   time    measured seconds a step · steps ± 25 %, else FLOPs / (cores · 1.5 … 25 GFLOP/s)
//   memory  weights, gradients and AdamW's moments of what is trained (4 bytes each), the teacher, activations of a
//           micro-batch, and 0.45 GB of the program itself
//   disk    checkpoints (weights and moments) that are there at once, one being written
[[nodiscard]] std::vector<views::Forecast> forecastsOf(const RunSpec& spec, const ForecastBasis& basis);

// "21 of 28 layers become linear. Cache at 128K tokens: 14.0 → 3.5 GiB."; empty when the teacher cannot be read.
[[nodiscard]] QString meaningOf(const RunSpec& spec, const std::filesystem::path& project);

} // namespace halyard::app
