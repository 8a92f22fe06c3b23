// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace halyard::views {

// A share of 1 in percent, with at most so many digits after the point: 0.984 -> "98.4 %".
[[nodiscard]] QString shareText(double share, int decimals = 1);

} // namespace halyard::views
