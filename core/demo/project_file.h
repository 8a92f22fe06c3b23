// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// How a project was begun: a key of its file that is also an option of the command that made it.
struct ProjectSetting {
    std::string key;
    Json otherwise; // what a file without the key means
};

// Writes halyard.project.json into a new or empty folder, and the folders of a project beside it; where it is there already
// only the folders are made. project holds "name". A folder that holds something else, another project, or one that was
// begun with other settings is refused: Error(InvalidInput).
void createProject(const std::filesystem::path& root, const Json& project, const std::vector<ProjectSetting>& settings);

} // namespace halyard
