// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <optional>

namespace halyard {

// Shows a run that goes on, from its events, until it ends: progress with time left on a terminal, plain lines when
// piped, and its warnings. It reads only, so this program can end at any time and the run goes on; but Ctrl-C (or SIGTERM)
// asks the run to stop after its step, and once more, a second or later, at once.
class TerminalFollower {
public:
    // Made before the run is started: from here on signals are for the run, and what its events say is news.
    explicit TerminalFollower(const RunFolder& run);
    ~TerminalFollower();
    TerminalFollower(const TerminalFollower&) = delete;
    TerminalFollower& operator=(const TerminalFollower&) = delete;

    // How the run stands when nobody supervises it any more.
    [[nodiscard]] RunStatus untilEnd();

private:
    void passOnPresses();

    RunFolder m_run;
    std::uint64_t m_offset = 0; // of the events
    std::int64_t m_step = 0;
    sigset_t m_watched{};
    sigset_t m_before{};
    std::optional<std::chrono::steady_clock::time_point> m_asked;
};

} // namespace halyard
