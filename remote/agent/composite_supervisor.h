// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/scheduler.h"
#include "remote/agent/run_end.h"
#include "remote/agent/run_record.h"

#include <functional>
#include <string>

namespace halyard {

struct CompositeOptions {
    std::string launch;            // id of the request that started the run
    int processes = 1;             // of each child's worker
    int nice = 0;                  // of the children's supervisors
    double limitHours = 0;         // 0 = none
    double locked = unixTime();    // as of SuperviseOptions
    std::function<void()> started; // called once the run goes on
};

// Supervises a run whose children are runs: executes them by Scheduler, passes commands on to them, and records the same
// files as supervise(), with an event "child" {child, state, reason, offset} for each change of a child. Should this process
// be killed, the children that run go on under their own supervisors and are found again when the run is resumed.
[[nodiscard]] RunEnd superviseComposite(const RunFolder& run, const CompositeOptions& options);

} // namespace halyard
