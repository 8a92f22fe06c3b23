// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard study GRID|--preset NAME --out DIR: every combination of a grid's values as one run with one table, continued where an
// earlier call stopped.
[[nodiscard]] Command studyCommand();

} // namespace halyard
