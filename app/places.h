// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace halyard::app {

// Folders of the workbench on this machine, each made when it is asked for. $XDG_CONFIG_HOME/halyard,
// $XDG_STATE_HOME/halyard/workbench, $XDG_CACHE_HOME/halyard/workbench, with the usual defaults.
[[nodiscard]] QString configFolder();
[[nodiscard]] QString stateFolder();
[[nodiscard]] QString cacheFolder();

// A folder of resources/ as it is beside this program, "paper" or "studies"; empty when it is not there.
[[nodiscard]] QString resourcesFolder(const QString& name);

// A name for what is kept of a project: its folder's last name and a hash of its whole path.
[[nodiscard]] QString keyOf(const QString& project);

// Writes a file in one step; false when it could not be. What the workbench keeps for comfort must not disturb anyone.
bool keepFile(const QString& path, const QByteArray& bytes);

} // namespace halyard::app
