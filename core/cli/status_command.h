// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard status RUN: where a run stands, from evidence in its folder.
[[nodiscard]] Command statusCommand();

} // namespace halyard
