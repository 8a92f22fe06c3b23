// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

#include <filesystem>

namespace halyard {

// demo [--out DIR]: the whole procedure on a small scale, continued where an earlier call stopped.
[[nodiscard]] Command demoCommand();

// The folder with the demo's text and the bundled teacher: of the source tree this program was built in, or of where it is
// installed.
[[nodiscard]] std::filesystem::path demoResources();

} // namespace halyard
