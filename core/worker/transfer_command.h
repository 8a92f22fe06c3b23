// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/model/mixer.h"

namespace halyard {

// halyard-worker transfer --teacher DIR --config STUDENT_CONFIG.json [--stage1 CHECKPOINT] [--seed N] --out DIR:
// writes a fresh stage-1 student (every layer a linear mixer), or with --stage1 the student that stage 2 starts from.
[[nodiscard]] Command transferCommand(MixerRegistry registry);

} // namespace halyard
