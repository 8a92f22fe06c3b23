// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard-worker bench sweep: a sweep in one process beside one process a model, each reading the weights again, on the same
// tasks of the bundled teacher's language. Prints {"whole": …, "net": …}: how many times faster the one process is, by the
// time of the whole processes and by that without start and load; medians of the rounds, with the lowest and highest.
[[nodiscard]] Command sweepBenchCommand();

} // namespace halyard
