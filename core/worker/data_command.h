// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// data prepare --tokenizer DIR --input PATH... --out DIR [--packing halo|stream] [--block N] [--json]
[[nodiscard]] Command dataPrepareCommand();
// data inspect DIR [--tokenizer DIR] [--json]: checks a prepared folder and says what it holds.
[[nodiscard]] Command dataInspectCommand();

} // namespace halyard
