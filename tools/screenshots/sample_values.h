// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"
#include "core/run/run_spec.h"
#include "views/run/run_facts.h"

#include <vector>

namespace halyard::screenshots {

// Events of a run as a worker writes them, always the same: a loss that falls with noise, a norm that settles, a warm-up
// and a cosine, and of stage 1 a loss for each of 28 layers.
[[nodiscard]] std::vector<Event> sampleEvents(RunKind kind, int steps, unsigned seed);
[[nodiscard]] views::RunFacts sampleFacts(RunKind kind, views::RunState state);
[[nodiscard]] RunSpec sampleSpec(RunKind kind);

} // namespace halyard::screenshots
