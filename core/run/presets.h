// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <string>
#include <vector>

namespace halyard {

// Named starting points: "hypenet-2b", "hypenet-5b", "hypenet-9b" for each stage (halo.md sections 4 and 5), "demo".
[[nodiscard]] std::vector<std::string> presetNames();
// Throws Error(InvalidInput) naming the nearest preset. Inputs are left empty.
[[nodiscard]] RunSpec presetSpec(const std::string& preset, RunKind kind);

} // namespace halyard
