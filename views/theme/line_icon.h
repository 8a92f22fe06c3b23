// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme/theme.h"

#include <QIcon>

namespace halyard::views {

// An icon of resources/icons by its name ("play"). Its colour is the text's at the moment it is drawn, so it follows
// the theme; a tone other than Normal fixes its meaning instead.
[[nodiscard]] QIcon lineIcon(const QString& name, Tone tone = Tone::Normal);

} // namespace halyard::views
