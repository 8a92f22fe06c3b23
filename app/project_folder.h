// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace halyard::app {

// Makes a project in a folder that is empty or not there; a folder that is a project already stays as it is. Throws
// Error.
void createProjectFolder(const QString& folder);

// "name", or "name-2" and so on where the folder has that already.
[[nodiscard]] QString freeName(const QString& folder, const QString& name);

// Where the demo's project is: build/demo in a source tree, else in the user's data folder; as `halyard demo` has it.
[[nodiscard]] QString demoFolder();

} // namespace halyard::app
