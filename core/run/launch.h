// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace halyard {

struct LaunchOptions {
    std::filesystem::path agent; // halyard-agent; empty = beside this program (installation.h)
    // Names the request: a launch whose id is the one that started the run last starts nothing, however the run stands by
    // now. So a request may be sent again when its answer was lost. Empty = never the same.
    std::string id;
    bool resume = false; // continue a run that has begun; without it such a run is refused
    std::int64_t processes = 1;
    // Of a training run, > 0: it takes its steps to this one, measures the held-out loss, saves, and waits there to be resumed.
    std::int64_t untilStep = 0;
    int nice = 5; // how far the run steps back behind other programs; never lowered
};

// What a worker exits with that waits at LaunchOptions::untilStep.
inline constexpr int kStepLimitExit = 3;

enum class Launch {
    Started,
    RunningAlready, // another launch came first, or this one's id was used
    DoneAlready     // the run is done; nothing was started
};

// Starts "halyard-agent supervise RUN" in a session of its own, with /dev/null as its input, log/supervisor.txt as its
// output and no other descriptor of this process: it lives on when this program, its terminal or its connection ends.
// Returns once the supervisor holds the run's lock, has written state.json and started the worker; a second launch of a
// run, at the same moment or later, starts nothing. Throws Error with the supervisor's sentence when the run cannot be
// started: it has begun and resume is not set, its spec is wrong, LibTorch is missing, …
Launch launchRun(const RunFolder& run, const LaunchOptions& options = {});

} // namespace halyard
