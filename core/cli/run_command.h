// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/run/run_folder.h"

namespace halyard {

// halyard run RUN [--resume] [--processes N] [--attach] [--steps N --dry]: starts the run's supervisor, which lives on
// without this program, follows the run, and says how it ended.
[[nodiscard]] Command runCommand();
// Starts a run, or continues one, and follows it; one that goes on already is followed, and continued if it had been asked
// to stop before.
[[nodiscard]] RunStatus runToItsEnd(const RunFolder& run);
// Says on stderr how a run ended that is not done, and gives the exit code of a program that followed it.
[[nodiscard]] int reportEnd(const RunFolder& run, const RunStatus& status);
// halyard stop RUN [--now]: finish the step, save and exit; or end at once.
[[nodiscard]] Command stopCommand();

} // namespace halyard
