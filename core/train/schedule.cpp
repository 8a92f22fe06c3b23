// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace halyard {

namespace {

// From peak at share 0 to minimum at share 1.
double halfCosine(double peak, double minimum, double share) {
    return minimum + 0.5 * (peak - minimum) * (1 + std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0)));
}

double ratio(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 1.0;
}

} // namespace

double learningRate(const SchedulePart& schedule, std::int64_t total, double peak, double minimum, std::int64_t s) {
    const double low = std::min(minimum, peak);
    const std::int64_t warmup = schedule.warmup_steps;
    if (s < warmup) {
        return peak * ratio(s, warmup);
    }
    if (schedule.kind == "cosine") {
        return halfCosine(peak, low, ratio(s - warmup, total - warmup));
    }
    const std::int64_t decayFrom = total - schedule.decay_steps;
    if (schedule.kind == "wsd" && s >= decayFrom && schedule.decay_steps > 0) {
        return halfCosine(peak, low, ratio(s - decayFrom, schedule.decay_steps));
    }
    return peak;
}

} // namespace halyard
