// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/model/mixer.h"

namespace halyard {

// halyard-worker generate --model DIR (--prompt S | --ids F.json) [--max-new-tokens N] [sampling options] [--json]:
// continues prompts, greedily unless a temperature is given; --json prints {"tokens": [[…]], "text": […]}.
[[nodiscard]] Command generateCommand(MixerRegistry registry);

} // namespace halyard
