// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard-worker bench sweep: a sweep in one process beside one process a model, each reading the weights again, on the same
// tasks of the bundled teacher's language. Prints how many times less the one process takes, median of the rounds with the
// lowest and highest: "whole" and "net", without start and load, by the clock; "whole_cpu" and "net_cpu" in seconds of the
// processor, which other programs on the machine hardly change.
[[nodiscard]] Command sweepBenchCommand();

} // namespace halyard
