// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace halyard {

// Which inputs of runs are no longer what they were when the run was created. An input that many runs share is read once;
// what was read holds for a while.
class StaleInputs {
public:
    explicit StaleInputs(std::chrono::milliseconds holds = std::chrono::seconds(10)) : m_holds(holds) {}

    // Roles of the inputs whose hash has changed. Not stale: an input without a hash (an earlier child will make it), one
    // that is gone, and a run that had no checkpoint then: it was meant as it would become.
    [[nodiscard]] std::vector<std::string> of(const std::vector<RunInput>& inputs);

private:
    struct Found {
        std::string hash;    // empty: it cannot be read
        std::string runHash; // of its run.json alone; empty when it is no run
        std::chrono::steady_clock::time_point read;
    };
    const Found& lookAt(const RunInput& input);

    std::chrono::milliseconds m_holds;
    std::map<std::pair<std::string, std::string>, Found> m_found; // by role and path with its step
};

} // namespace halyard
