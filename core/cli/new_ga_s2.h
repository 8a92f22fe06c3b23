// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <map>
#include <string>

namespace halyard {

// What "halyard new ga-s2" begins with (core/run/ga_s2.h): a probe for each layer of the teacher, all with the inputs given
// by role. A student that is a run stands for the checkpoint that is its newest now. Throws Error(InvalidInput) when the
// teacher does not say how many layers there are, or the student has no checkpoint.
[[nodiscard]] RunSpec newGaS2(const std::string& preset, const std::map<std::string, std::string>& inputs);

} // namespace halyard
