// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// demo [--out DIR]: the whole procedure on a small scale, continued where an earlier call stopped.
[[nodiscard]] Command demoCommand();

} // namespace halyard
