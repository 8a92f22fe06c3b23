// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/run/run_folder.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace halyard {

// Keeps the file heartbeat of a run: {"boot_id", "monotonic", "time", "step", "pid"}, written at each beat() and every 5
// seconds by a thread of its own, in place and without syncing. monotonic: seconds of CLOCK_BOOTTIME; it does not jump as
// the time of day may. A heartbeat that cannot be written (a full disk) is left out: it must not end a run.
class Heartbeat {
public:
    explicit Heartbeat(const RunFolder& run);
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    void beat(std::int64_t step);

private:
    void write();

    FileDescriptor m_file;
    std::string m_bootId;
    std::int64_t m_step = 0;
    bool m_ending = false;
    std::mutex m_mutex;
    std::condition_variable m_end;
    std::thread m_thread;
};

// Seconds since the worker's last heartbeat; nothing when there is none of this boot.
[[nodiscard]] std::optional<double> secondsSinceHeartbeat(const RunFolder& run);

} // namespace halyard
