// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard run RUN [--resume] [--processes N] [--attach] [--steps N --dry]: starts the run's supervisor, which lives on
// without this program, follows the run, and says how it ended.
[[nodiscard]] Command runCommand();
// halyard stop RUN [--now]: finish the step, save and exit; or end at once.
[[nodiscard]] Command stopCommand();

} // namespace halyard
