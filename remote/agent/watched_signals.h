// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <chrono>
#include <csignal>
#include <poll.h>
#include <vector>

namespace halyard {

// While it lives, SIGINT, SIGTERM, SIGHUP, SIGCHLD and the signals of core/run/command_inbox.h wait to be taken one by one,
// so nothing happens inside a handler.
class WatchedSignals {
public:
    WatchedSignals();
    ~WatchedSignals();
    WatchedSignals(const WatchedSignals&) = delete;
    WatchedSignals& operator=(const WatchedSignals&) = delete;

    // The mask as it was: that of programs started meanwhile.
    [[nodiscard]] const sigset_t& before() const { return m_before; }

    // Waits for a signal or one of the descriptors.
    void wait(std::vector<pollfd> others, std::chrono::milliseconds longest) const;

    enum class Request { None, Stop, StopNow };
    // What the signals that came ask for. A key press in a terminal may reach us twice, through the program that started us
    // as well: within a second the two are one.
    [[nodiscard]] Request take();

private:
    sigset_t m_before{};
    FileDescriptor m_signals;
    bool m_asked = false;
    std::chrono::steady_clock::time_point m_when;
};

} // namespace halyard
