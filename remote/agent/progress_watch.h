// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/heartbeat.h"
#include "core/run/run_folder.h"

#include <chrono>
#include <deque>
#include <optional>
#include <sys/types.h>
#include <vector>

namespace halyard {

// When ranks that take no step are said to hang. A rank says itself that it does something beside steps (a save, a
// held-out loss): that has a patience of its own.
struct HangRules {
    std::chrono::milliseconds least{60'000}; // a step may always take so long, or ten times the median of those before
    double usualTimes = 10;
    std::chrono::milliseconds unknown{600'000};       // until five steps have been seen
    std::chrono::milliseconds besideSteps{1'800'000}; // for what is no step
    std::chrono::milliseconds look{1000};             // how often the heartbeats are read
};

struct Hang {
    std::optional<int> rank; // that the others wait for; none when nobody is behind
    bool suspended = false;  // it is stopped by a signal
    double seconds = 0;      // without a step
};

// Looks at the heartbeats of a run of several ranks. Time counts while this process is awake and looks, by a clock that
// stands still while the machine sleeps: so neither a sleep of the machine nor a suspension of the whole run is a hang.
// Nor is the time before the first step, a pause, a wait for room on a full disk, and a suspension of all ranks.
class ProgressWatch {
public:
    using Clock = std::chrono::steady_clock;

    ProgressWatch(RunFolder run, std::vector<pid_t> ranks, HangRules rules);

    // The hang, once there is one. To be called often.
    [[nodiscard]] std::optional<Hang> look(bool paused, Clock::time_point now = Clock::now());
    // One line a rank, of what it does at this moment.
    [[nodiscard]] std::string describe() const;

private:
    struct Standing {
        std::optional<LastBeat> beat; // of this very process
        bool suspended = false;
    };
    [[nodiscard]] std::vector<Standing> standings() const;
    [[nodiscard]] std::chrono::duration<double> patience(const std::vector<Standing>& ranks) const;
    void note(const std::vector<Standing>& ranks);
    [[nodiscard]] static Hang judge(const std::vector<Standing>& ranks);

    RunFolder m_run;
    std::vector<pid_t> m_processes;
    HangRules m_rules;
    Clock::time_point m_looked = Clock::now();
    std::chrono::duration<double> m_awake{0}; // while this process looked
    std::chrono::duration<double> m_moved{0}; // when a rank moved last
    std::vector<std::int64_t> m_last;         // what the ranks said then
    std::int64_t m_steps = 0;                 // of the foremost
    std::deque<double> m_intervals;           // seconds a step, the newest
};

} // namespace halyard
