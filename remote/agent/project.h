// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/run_folder.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// A project folder as the agent sees it: halyard.project.json, runs/, trash/. Names that come from a workbench become
// paths here and nowhere else, and never leave the folder.
class Project {
public:
    // Throws Error(InvalidInput) when root is not a folder. A folder without halyard.project.json is taken as it is.
    explicit Project(const std::filesystem::path& root);

    [[nodiscard]] const std::filesystem::path& root() const { return m_root; }
    [[nodiscard]] std::filesystem::path runs() const { return m_root / "runs"; }
    [[nodiscard]] std::filesystem::path trash() const { return m_root / "trash"; }
    [[nodiscard]] std::filesystem::path file() const { return m_root / "halyard.project.json"; }

    // halyard.project.json, or null when there is none. Throws Error when it cannot be read.
    [[nodiscard]] Json document() const;
    // Why the project may only be read: it was written by a newer version. Nothing otherwise.
    [[nodiscard]] std::optional<Error> whyReadOnly() const;

    // Names of the runs, sorted; links and hidden folders are none. A run is called as its folder below runs/, and one that
    // a composite run made as its folder there, too: "pipeline/children/2-stage2".
    [[nodiscard]] std::vector<std::string> runNames() const;
    // The run of a name. Throws Error(InvalidInput) when the name is none or there is no such run.
    [[nodiscard]] RunFolder run(const std::string& name) const;
    // The same for what is done to whole runs: one that belongs to a composite run is refused.
    [[nodiscard]] RunFolder wholeRun(const std::string& name) const;
    // The folder a new run of this name would have. Throws Error(InvalidInput) for an unfit name.
    [[nodiscard]] std::filesystem::path placeOf(const std::string& name) const;

private:
    // Adds the runs in a folder and their children; below: the name of the run the folder belongs to and "/children/".
    static void addRuns(const std::filesystem::path& folder, const std::string& below, std::vector<std::string>& names);

    std::filesystem::path m_root;
};

// Whether a name can be that of a file in one folder: 1–120 bytes of UTF-8, not hidden, no "/", no control characters.
[[nodiscard]] bool isFileName(const std::string& name);

} // namespace halyard
