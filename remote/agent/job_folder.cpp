// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/job_folder.h"

#include "core/base/file_lock.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kKept = 50;

bool isJobId(const std::string& id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

} // namespace

JobFolder::JobFolder(const Project& project, const std::string& id) : m_path(project.root() / "jobs" / id) {
    if (!isJobId(id)) {
        throw invalidInput(HALYARD_TEXT("A job is named by 1 to 64 letters, digits or \"-\", not \"{id}\"."), {{"id", printable(id, 80)}});
    }
}

bool JobFolder::exists() const {
    std::error_code error;
    return fs::exists(description(), error);
}

std::string JobFolder::state() const {
    // The lock first: a job that ends while we look is then seen as running once more, never as lost.
    const bool running = isFileLocked(lock());
    std::error_code error;
    if (fs::exists(exit(), error)) {
        const Json document = readJsonFile(exit());
        const Json ended = document.is_object() ? document.value("ended", Json()) : Json();
        const bool known = ended == "done" || ended == "failed" || ended == "cancelled";
        return known ? ended.get<std::string>() : "lost";
    }
    if (running) {
        return "running";
    }
    return fs::exists(begun(), error) ? "lost" : "new";
}

void removeOldJobs(const Project& project) {
    std::vector<std::pair<fs::file_time_type, fs::path>> ended;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(project.root() / "jobs", error)) {
        const fs::path exit = entry.path() / "exit.json";
        if (entry.symlink_status(error).type() == fs::file_type::directory && fs::exists(exit, error)) {
            ended.emplace_back(fs::last_write_time(exit, error), entry.path());
        }
    }
    std::sort(ended.rbegin(), ended.rend());
    for (std::size_t i = kKept; i < ended.size(); ++i) {
        fs::remove_all(ended[i].second, error);
    }
}

} // namespace halyard
