// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/message.h"
#include "core/run/run_folder.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace halyard {

// What a run that waits for room on its disk needs and has, in bytes.
struct DiskShortage {
    std::uint64_t need = 0;
    std::uint64_t have = 0;

    // The sentence of a run that is paused for that.
    [[nodiscard]] Message message(const RunFolder& run) const;
};

// Keeps the file heartbeat of a run: {"boot_id", "monotonic", "time", "step", "pid"}, and "disk_full": {"need", "have"}
// while it waits for room; written at each beat() and every 5 seconds by a thread of its own, in place and without
// syncing: its room is taken at the first beat, so it tells of a full disk too. monotonic: seconds of CLOCK_BOOTTIME; it
// does not jump as the time of day may. A heartbeat that cannot be written is left out: it must not end a run.
class Heartbeat {
public:
    explicit Heartbeat(const RunFolder& run);
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    void beat(std::int64_t step);
    // Beats at once; nothing = the run goes on.
    void waitsForRoom(const std::optional<DiskShortage>& shortage);

private:
    void write();

    FileDescriptor m_file;
    std::string m_bootId;
    std::int64_t m_step = 0;
    std::optional<DiskShortage> m_shortage;
    bool m_ending = false;
    std::mutex m_mutex;
    std::condition_variable m_end;
    std::thread m_thread;
};

struct LastBeat {
    double age = 0; // seconds
    std::optional<DiskShortage> shortage;
};

// The worker's last heartbeat; nothing when there is none of this boot.
[[nodiscard]] std::optional<LastBeat> lastBeat(const RunFolder& run);

} // namespace halyard
