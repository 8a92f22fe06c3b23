// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard doctor: this program, LibTorch, and what the worker finds on the machine.
[[nodiscard]] Command doctorCommand();
// halyard setup: fetches LibTorch into the data folder.
[[nodiscard]] Command setupCommand();

} // namespace halyard
