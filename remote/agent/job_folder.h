// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "remote/agent/project.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// jobs/<id>/ of a project: one command of halyard that a person waits for (export, preparation of data, …).
//   job.json     {"kind", "line": [program arguments], "actor", "time"}, written by who asks, once
//   lock         held by `halyard-agent job` while the command runs
//   begun        there once it was started: it is never started twice
//   cancel       put there by who wants it to end
//   output.txt   what the command said on stderr
//   exit.json    {"ended": "done|failed|cancelled", "reason": message, "result": what it printed as JSON, "time"}
class JobFolder {
public:
    // Throws Error(InvalidInput) when the id is none (letters, digits, "-"; at most 64).
    JobFolder(const Project& project, const std::string& id);
    explicit JobFolder(std::filesystem::path path) : m_path(std::move(path)) {}

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path description() const { return m_path / "job.json"; }
    [[nodiscard]] std::filesystem::path lock() const { return m_path / "lock"; }
    [[nodiscard]] std::filesystem::path begun() const { return m_path / "begun"; }
    [[nodiscard]] std::filesystem::path cancel() const { return m_path / "cancel"; }
    [[nodiscard]] std::filesystem::path output() const { return m_path / "output.txt"; }
    [[nodiscard]] std::filesystem::path exit() const { return m_path / "exit.json"; }
    [[nodiscard]] std::filesystem::path draft() const { return m_path / "run"; } // of "try"
    [[nodiscard]] std::filesystem::path grid() const { return m_path / "grid.json"; } // of "study"

    [[nodiscard]] bool exists() const;
    // new | running | done | failed | cancelled | lost (its process ended without a word)
    [[nodiscard]] std::string state() const;

private:
    std::filesystem::path m_path;
};

// The arguments of halyard for a job, after the program's name; what is wrong with them is refused here. "try" writes its
// draft into folder, "study" its grid.
[[nodiscard]] std::vector<std::string> jobLine(const Project& project, const std::string& kind, const Json& arguments,
                                               const JobFolder& folder);

// Keeps the newest 50 jobs that have ended.
void removeOldJobs(const Project& project);

} // namespace halyard
