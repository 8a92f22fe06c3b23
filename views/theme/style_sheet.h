// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme/theme.h"

#include <QString>

namespace halyard::views {

// Shapes and colours of all standard widgets in a theme.
[[nodiscard]] QString styleSheetOf(ThemeMode mode);

} // namespace halyard::views
