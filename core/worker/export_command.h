// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard export (--run RUN [--step N] | --checkpoint DIR) --out DIR [--attn-logits-scaling S] [--tokenizer DIR]
// [--json]
[[nodiscard]] Command exportCommand();

} // namespace halyard
