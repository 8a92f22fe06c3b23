// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/model/mixer.h"

namespace halyard {

// halyard-worker run RUN [--resume] [--steps N --dry]: trains a run folder. Started by `halyard run`, which holds the
// run's lock and says how it ended. Exit code 0 done, 130 stopped (the step at hand was finished and saved).
[[nodiscard]] Command runCommand(MixerRegistry registry);

} // namespace halyard
