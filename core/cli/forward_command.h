// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

#include <span>
#include <string>

namespace halyard {

// A command that halyard-worker computes: this process becomes the worker, with the words of the line as they are.
[[nodiscard]] Command forwardCommand(const std::string& name, const std::string& summary, std::span<char*> line);

// Becomes halyard-worker with these words after its name. Returns only by throwing Error.
[[noreturn]] void becomeWorker(const std::vector<std::string>& words);

} // namespace halyard
