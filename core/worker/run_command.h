// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/model/mixer.h"

namespace halyard {

// halyard-worker run RUN [--resume] [--steps N --dry]: trains, or measures, what the run folder says. Started by the run's
// supervisor, which holds its lock and says how it ended. Exit code 0 done, 130 stopped (what was finished is saved).
[[nodiscard]] Command runCommand(MixerRegistry registry);

} // namespace halyard
