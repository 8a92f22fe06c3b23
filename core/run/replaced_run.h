// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"

namespace halyard {

// Renames a run that is to be made anew with other settings to "NAME.replaced-K", the first that is free. Throws
// Error(Failed) when it still runs or cannot be renamed.
void setAside(const RunFolder& old);

} // namespace halyard
