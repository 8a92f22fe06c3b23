// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard study --preset selections --out DIR: compares ways to choose layers by what becomes of the students, continued
// where an earlier call stopped.
[[nodiscard]] Command studyCommand();

} // namespace halyard
