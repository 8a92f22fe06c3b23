// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

struct SuperviseOptions {
    std::filesystem::path worker;
    std::vector<std::string> arguments; // of the worker, after its name
    std::string libraryPath;            // LD_LIBRARY_PATH of the worker
    bool keepNothing = false;           // writes neither state.json nor exit.json
};

// How a worker ended, from what waitpid() said, its last words in events.jsonl and what was asked of it.
struct RunEnd {
    std::string ended;  // done | stopped | failed | crashed
    std::string reason; // one sentence, or empty
    int exitCode = -1;  // of a worker that exited
    int signal = 0;     // that ended it
};

// Starts the worker in a process group of its own, waits, and says how it ended; state.json tells who runs meanwhile and
// exit.json how it ended. SIGINT or SIGTERM asks the worker once to finish its step, save and exit; one more, a second
// or later, or SIGUSR1, ends it at once. lock is the run's: the worker inherits it, so the run counts as running for as
// long as either lives. Throws Error(Failed) when the worker cannot be started.
[[nodiscard]] RunEnd supervise(const RunFolder& run, const FileDescriptor& lock, const SuperviseOptions& options);

} // namespace halyard
