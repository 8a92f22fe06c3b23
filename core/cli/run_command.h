// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard run RUN [--resume] [--steps N --dry]: starts the worker, waits, and says how the run ended.
[[nodiscard]] Command runCommand();
// halyard stop RUN [--now]: finish the step, save and exit; or end at once.
[[nodiscard]] Command stopCommand();

} // namespace halyard
