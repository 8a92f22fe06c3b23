// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

struct SubprocessOptions {
    std::vector<std::string> arguments;          // arguments[0] is the program's path; never a shell
    std::map<std::string, std::string> extraEnvironment;
    bool captureOutput = false;                  // stdout into the result, at most 64 MiB
    int timeLimitSeconds = 0;                    // then it is killed, with what it started; 0 = never
};

struct SubprocessResult {
    int exitCode = -1; // of an exited program
    int signal = 0;    // that ended it, or 0
    bool timedOut = false;
    std::string output;
};

// Runs a program to its end. It is sent SIGTERM when this process dies; SIGINT and SIGTERM that ask this process to
// stop are passed on to it. Throws Error(Failed) when it cannot be started.
[[nodiscard]] SubprocessResult runSubprocess(const SubprocessOptions& options);

// An executable file of that name in the folders of PATH, the first one; a name with a slash in it is nowhere. Folders that
// are not given from the root are passed over: what lies in the working folder is nobody's program.
[[nodiscard]] std::optional<std::filesystem::path> findProgram(const std::string& name);

// The program that is running.
[[nodiscard]] std::filesystem::path currentProgram();

} // namespace halyard
