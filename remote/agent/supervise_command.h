// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard-agent supervise RUN [--resume] [--processes N] [--steps N --dry] [--nice N]: is the supervisor of a run until it
// ends. launchRun() (core/run/launch.h) starts it; --answer and --id are its words.
[[nodiscard]] Command superviseCommand();

} // namespace halyard
