// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace halyard {

// How a piece of work is timed. The fields and their meaning are those of common peer programs, so that both sides of a
// comparison report the same things.
struct MeasureOptions {
    int warmup = 3;   // untimed calls first
    int repeats = 20; // timed calls
};

struct Measurement {
    double median = 0; // seconds of one call
    double p10 = 0;
    double p90 = 0;
    int repeats = 0;
    // Cores that other processes kept busy meanwhile; above 0.05 the figure is disturbed.
    double foreignCores = 0;
};
[[nodiscard]] Measurement measure(const std::function<void()>& call, const MeasureOptions& options);

// Linear interpolation between order statistics; q in [0, 1]; values need not be sorted.
[[nodiscard]] double quantile(std::vector<double> values, double q);

// {"median_s", "p10_s", "p90_s", "repeats", "foreign_cores"}
[[nodiscard]] Json toJson(const Measurement& measurement);

// The most resident memory of this process since it was last forgotten, and what is resident now, in megabytes.
void forgetPeakMemory();
[[nodiscard]] double peakMemoryMegabytes();
[[nodiscard]] double residentMegabytes();

// Memory of one call of a job, to be asked in a process that does nothing else.
struct MemoryMeasurement {
    double totalMegabytes = 0; // inputs and weights and the call
    double stepMegabytes = 0;  // above inputs and weights: activations, gradients, optimizer state
};
// build makes inputs and weights and returns the call; release drops what a call leaves behind. A first call is made and
// released before, so that libraries loaded on first use do not count.
struct MeasuredJob {
    std::function<void()> call;
    std::function<void()> release = [] {};
};
[[nodiscard]] MemoryMeasurement measureMemory(const std::function<MeasuredJob()>& build);

} // namespace halyard
