// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/agent/project.h"

#include <chrono>
#include <filesystem>

namespace halyard {

struct SchedulerOptions {
    std::filesystem::path agent;         // that supervises the runs; empty = beside this program
    std::chrono::milliseconds look{200}; // how often running runs are looked at
    bool detach = false;                 // into a session of its own, so that it outlives who started it
};

// `halyard-agent scheduler ROOT`: starts the runs of queue.json one after the other, each when its device is free (a
// device runs one run at a time; runs that were started by hand count), and ends when the queue is empty. A second one
// ends at once. Killed at any moment, it continues when started again: a run is launched under its entry's id.
[[nodiscard]] int runScheduler(const Project& project, const SchedulerOptions& options = {});

// Starts a scheduler when there is something to do and none is at work.
void ensureScheduler(const Project& project, const std::filesystem::path& agent = {});

} // namespace halyard
