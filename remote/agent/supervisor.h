// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"
#include "remote/agent/memory_evidence.h"
#include "remote/agent/progress_watch.h"
#include "remote/agent/run_end.h"
#include "remote/agent/run_record.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace halyard {

struct SuperviseOptions {
    std::filesystem::path worker;
    std::vector<std::string> arguments; // of the worker, after its name
    std::string libraryPath;            // LD_LIBRARY_PATH of the worker
    std::string torch;                  // HALYARD_TORCH_DIR of the worker
    std::string launch;                 // id of the request that started the run
    int processes = 1;
    double limitHours = 0;              // 0 = none
    bool mayWaitAtStep = false;         // the arguments say --until-step
    double locked = unixTime();         // when the run's lock was taken: what was asked earlier was asked of another
    HangRules hang;                     // of several processes; one alone is never ended for taking no step
    MemorySources memory = memorySourcesHere();
    std::function<void()> started;      // called once the worker runs
};

// Starts the worker's processes, waits, and says from evidence how the run ended; state.json tells who runs meanwhile,
// exit.json how it ended, log/worker-N.txt what was said. Commands in cmd/ are applied once each. SIGINT or SIGTERM is
// "stop"; one more, a second or later, is "stop now". When one rank fails the others end within 15 s; so do all when they
// hang. Whatever the worker
// started and left behind is ended with it. lock is the run's.
// Throws Error when the worker cannot be started; the run's record then says so.
[[nodiscard]] RunEnd supervise(const RunFolder& run, const FileDescriptor& lock, const SuperviseOptions& options);

// The same for a dry run: nothing is recorded, and the worker prints where this process prints.
[[nodiscard]] RunEnd superviseDry(const FileDescriptor& lock, const SuperviseOptions& options);

// Makes this process the one to which orphans below it return.
void becomeSubreaper();

} // namespace halyard
