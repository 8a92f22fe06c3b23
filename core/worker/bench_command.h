// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

#include <vector>

namespace halyard {

// bench step | lightning | kl | ce | forward | decode | tokenizer: times one piece of work and prints one JSON object.
[[nodiscard]] std::vector<Command> benchCommands();

} // namespace halyard
