// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <cstdint>

namespace halyard {

// The learning rate of one update (halo.md section 5). s counts updates from 0: the first update of a run is s = 0,
// the last of N is s = N - 1. With w = warmup_steps, d = decay_steps:
//   s < w                    peak * s / w                        (linear from 0: the first update uses 0)
//   cosine                   min + (peak - min) / 2 * (1 + cos(pi (s - w) / (N - w)))
//   wsd, s < N - d           peak
//   wsd, s >= N - d          min + (peak - min) / 2 * (1 + cos(pi (s - (N - d)) / d))
//   constant                 peak
// The published wsd is off by one (its first update uses peak / w, its decay begins one update early); this one is not.
// min is taken as at most peak. N is the run's number of updates (totalSteps() of core/run/run_folder.h).
[[nodiscard]] double learningRate(const SchedulePart& schedule, std::int64_t total, double peak, double minimum,
                                  std::int64_t s);

} // namespace halyard
