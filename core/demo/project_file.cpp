// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/project_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Anything but jobs/, which an agent makes when it is asked for a project.
bool holdsSomething(const fs::path& folder) {
    const auto entries = fs::directory_iterator(folder);
    return std::any_of(fs::begin(entries), fs::end(entries), [](const fs::directory_entry& entry) { return entry.path().filename() != "jobs"; });
}

std::string written(const Json& value) {
    return printable(value.is_string() ? value.get<std::string>() : value.dump(), 40);
}

void refuseAnother(const fs::path& root, const Json& found, const Json& project, const std::vector<ProjectSetting>& settings) {
    if (!found.is_object() || found.value("name", Json()) != project.at("name")) {
        throw invalidInput(HALYARD_TEXT("{path} is another project. Choose another folder with --out."),
                           {{"path", printable(root.string())}});
    }
    for (const ProjectSetting& setting : settings) {
        const Json begun = found.value(setting.key, setting.otherwise);
        if (begun != project.value(setting.key, setting.otherwise)) {
            throw invalidInput(HALYARD_TEXT("{path} was begun with another --{option} ({value}). Go on with that one, or choose "
                                            "another folder with --out."),
                               {{"path", printable(root.string())}, {"option", setting.key}, {"value", written(begun)}});
        }
    }
}

} // namespace

void createProject(const fs::path& root, const Json& project, const std::vector<ProjectSetting>& settings) {
    const fs::path file = root / "halyard.project.json";
    if (fs::exists(file)) {
        refuseAnother(root, readJsonFile(file), project, settings);
    } else {
        removeLeftoversOf(file); // of a command that was killed as it began
        if (fs::exists(root) && (!fs::is_directory(root) || holdsSomething(root))) {
            throw invalidInput(HALYARD_TEXT("{path} holds something else already. Choose another folder with --out."),
                               {{"path", printable(root.string())}});
        }
        createFolders(root);
        writeJsonFile(file, project);
    }
    for (const char* folder : {"runs", "data", "models", "exports", "selections", "report"}) {
        createFolders(root / folder);
    }
}

} // namespace halyard
