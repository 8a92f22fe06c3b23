// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace halyard {

// 128 random bits from the kernel as 32 hexadecimal digits.
[[nodiscard]] std::string uniqueId();

} // namespace halyard
