// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard new KIND --out RUN …: creates a run folder.
[[nodiscard]] Command newCommand();
// halyard fields [KIND]: every setting with its range, default and meaning.
[[nodiscard]] Command fieldsCommand();

} // namespace halyard
