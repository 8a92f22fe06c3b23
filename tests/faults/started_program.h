// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temporary_folder.h"

#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace halyard::testing {

// Where the built programs are.
[[nodiscard]] std::filesystem::path programFolder();

struct ProgramEnd {
    int exitCode = -1; // 1000 + the signal that ended it
    std::string out;
    std::string said; // on the standard error
};

// One of the built programs ("halyard", "halyard-worker"), running in a process group of its own.
class StartedProgram {
public:
    StartedProgram(const std::string& name, const std::vector<std::string>& words,
                   const std::map<std::string, std::string>& environment = {});
    ~StartedProgram();
    StartedProgram(const StartedProgram&) = delete;
    StartedProgram& operator=(const StartedProgram&) = delete;

    [[nodiscard]] bool hasEnded();
    // SIGKILL to it alone, or to every process that it started and to it.
    void kill(bool withAll) const;
    [[nodiscard]] ProgramEnd wait();

private:
    TemporaryFolder m_aside;
    pid_t m_pid = -1;
    std::optional<int> m_status;
};

[[nodiscard]] ProgramEnd runProgramToItsEnd(const std::string& name, const std::vector<std::string>& words,
                                            const std::map<std::string, std::string>& environment = {});

// The environment in which a program's calls below a folder are watched (support/failing_calls.h).
[[nodiscard]] std::map<std::string, std::string> watchingBelow(const std::filesystem::path& folder,
                                                               const std::string& plan);

} // namespace halyard::testing
