// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <csignal>
#include <sys/types.h>

namespace halyard {

struct SpawnOptions {
    std::vector<std::string> arguments;                  // arguments[0] is the program's path; never a shell
    std::map<std::string, std::string> extraEnvironment; // added to this process' own, or replacing it
    int standardOutput = -1;                             // a descriptor to write to, instead of this process' own
    int standardError = -1;                              // likewise
    int inherited = -1;                                  // a descriptor that stays open in the program
    bool ownProcessGroup = false;                        // a terminal's Ctrl-C does not reach it past us
    const sigset_t* signalMask = nullptr;                // of the program; null = as it is now
    int deathSignal = SIGTERM;                           // sent to it when the thread that started it ends
};

// Starts a program and returns once it runs. It is sent deathSignal when this process dies. Throws Error(Failed) when it
// cannot be started.
[[nodiscard]] pid_t spawn(const SpawnOptions& options);

} // namespace halyard
