// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

[[nodiscard]] Command stdioCommand();
[[nodiscard]] Command schedulerCommand();

} // namespace halyard
