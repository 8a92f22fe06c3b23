// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace halyard::testing {

// How a piece of the program ended, in a process of its own.
struct WatchedEnd {
    int exitCode = -1; // 1000 + the signal that ended it
    std::string said;  // on the standard error
    int calls = 0;     // that write files below the folder
    std::string failed; // the call that was made to fail first: its name and path; empty when none was
};

// Runs an action in a child process whose calls below folder are watched (support/failing_calls.h). The parent must not
// have started threads. Once the child says the words stopWhenSaid, it is asked to stop (SIGTERM).
[[nodiscard]] WatchedEnd watched(const std::filesystem::path& folder, const std::string& plan,
                                 const std::function<int()>& action, const std::string& stopWhenSaid = {});

// What the program does when it is called with these words; returns its exit code.
[[nodiscard]] int call(const std::vector<Command>& commands, std::vector<std::string> words);
// The same for an action, whose Error is said and becomes the exit code.
[[nodiscard]] int guarded(const std::function<void()>& action);

struct FaultCase {
    std::function<void(const std::filesystem::path&)> prepare; // what is there before
    std::function<int(const std::filesystem::path&)> act;      // the watched work, below the folder
    // "before", "after", or what is wrong with what is visible
    std::function<std::string(const std::filesystem::path&)> look;
    std::string below = "."; // the part of the folder whose calls fail; what is read lies outside
    // Whether the work may be done twice; otherwise a second one may be refused where the first one's result is visible.
    bool repeatable = true;
    // Otherwise each call fails once only: in turn with one of the errors, alone or with all that follow.
    bool everyFault = true;
    // Whether it waits for room where it finds none; it is then asked to stop, and says so.
    bool waitsForRoom = false;
};

// Makes every watched call fail in turn, once and from then on, with EIO, ENOSPC and EDQUOT; then interrupts each once,
// and shortens each write. Each time: no crash, one sentence with a place and a reason and exit code 1 (or all is well),
// nothing torn is visible; afterwards the work succeeds and leaves no temporary file behind.
void expectEveryFaultIsSurvived(const FaultCase& testCase);

} // namespace halyard::testing
