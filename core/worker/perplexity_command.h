// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// eval perplexity --model DIR... --data DIR [--blocks N] [--attn-logits-scaling S]
[[nodiscard]] Command perplexityCommand();

} // namespace halyard
