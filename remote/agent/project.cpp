// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/project.h"

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/run/run_summary.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kProjectSchema = 1;
constexpr int kDeepestRun = 3; // a run, its children, and theirs

bool isRealFolder(const fs::path& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() == fs::file_type::directory;
}

} // namespace

bool isFileName(const std::string& name) {
    const auto unfit = [](char c) {
        return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    return !name.empty() && name.size() <= 120 && name[0] != '.' && !firstInvalidUtf8(name) &&
           std::none_of(name.begin(), name.end(), unfit);
}

namespace {

fs::path placeIn(const fs::path& folder, const std::string& name) {
    if (!isFileName(name)) {
        throw invalidInput(
            HALYARD_TEXT("\"{name}\" cannot be the name of a run: at most 120 bytes without \"/\", \"\\\" and control "
                         "characters, not beginning with a dot."),
            {{"name", printable(name, 80)}});
    }
    return folder / name;
}

} // namespace

Project::Project(const fs::path& root) {
    std::error_code error;
    m_root = fs::canonical(root, error);
    if (error || !fs::is_directory(m_root, error)) {
        throw invalidInput(HALYARD_TEXT("{path} is not a project: there is no such folder."),
                           {{"path", printable(root.string())}});
    }
}

Json Project::document() const {
    std::error_code error;
    return fs::exists(file(), error) ? readJsonFile(file()) : Json(nullptr);
}

std::optional<Error> Project::whyReadOnly() const {
    Json project;
    try {
        project = document();
    } catch (const Error& error) {
        return error;
    }
    if (project.is_null()) {
        return std::nullopt;
    }
    const bool known = project.is_object() && project.contains("schema") && project["schema"].is_number_integer();
    if (known && project["schema"].get<std::int64_t>() <= kProjectSchema) {
        return std::nullopt;
    }
    return known
               ? invalidInput(
                     HALYARD_TEXT("{file} was written by a newer version (schema {found}, this program knows {known}). "
                                  "The project can be read, not changed."),
                     {{"file", printable(file().string())},
                      {"found", std::to_string(project["schema"].get<std::int64_t>())},
                      {"known", std::to_string(kProjectSchema)}})
               : invalidInput(HALYARD_TEXT("{file} has no \"schema\" number. The project can be read, not changed."),
                              {{"file", printable(file().string())}});
}

void Project::addRuns(const fs::path& folder, const std::string& below, std::vector<std::string>& names) {
    if (!isRealFolder(folder) || std::count(below.begin(), below.end(), '/') >= 2 * kDeepestRun) {
        return;
    }
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (isFileName(name) && isRealFolder(entry.path())) {
            names.push_back(below + name);
            addRuns(RunFolder(entry.path()).children(), below + name + std::string(kInComposite), names);
        }
    }
}

std::vector<std::string> Project::runNames() const {
    std::vector<std::string> names;
    addRuns(runs(), "", names);
    std::sort(names.begin(), names.end());
    return names;
}

fs::path Project::placeOf(const std::string& name) const {
    return placeIn(runs(), name);
}

RunFolder Project::run(const std::string& name) const {
    // Each name between "/children/" is looked at by itself, so that none leads elsewhere.
    fs::path place = runs();
    bool isThere = isRealFolder(place);
    for (std::size_t from = 0; isThere;) {
        const std::size_t end = name.find(kInComposite, from);
        place = placeIn(place, name.substr(from, end - from));
        isThere = isRealFolder(place);
        if (end == std::string::npos) {
            break;
        }
        place = RunFolder(place).children();
        isThere = isThere && isRealFolder(place);
        from = end + kInComposite.size();
    }
    std::error_code error;
    if (!isThere || !fs::exists(RunFolder(place).specFile(), error)) {
        throw invalidInput(HALYARD_TEXT("There is no run \"{run}\" in {project}."),
                           {{"run", printable(name)}, {"project", printable(m_root.string())}});
    }
    return RunFolder(place);
}

RunFolder Project::wholeRun(const std::string& name) const {
    RunFolder run = this->run(name);
    if (const std::string whole = compositeOf(name); !whole.empty()) {
        throw invalidInput(HALYARD_TEXT("{run} is a part of {whole}. Start, stop or remove that run as a whole. Nothing was done."),
                           {{"run", printable(lastName(name))}, {"whole", printable(whole)}});
    }
    return run;
}

} // namespace halyard
