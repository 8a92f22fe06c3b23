// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>

namespace halyard {

// {"n", "accuracy", "low", "high"}: the share sum/n and its interval by Wilson (95 %); sum may be a fraction where answers
// are judged by parts. Of nothing the accuracy is null, between 0 and 1.
[[nodiscard]] Json accuracyJson(double sum, std::int64_t n);

} // namespace halyard
