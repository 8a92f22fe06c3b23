// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

#include <vector>

namespace halyard {

// halyard eval niah|… --model DIR... --out RUN: creates the run, starts and follows it, and prints its results. Called again
// with the same words it goes on where the run stood. Every setting of the kind is an option by the last word of its key.
[[nodiscard]] std::vector<Command> evalCommands();

} // namespace halyard
