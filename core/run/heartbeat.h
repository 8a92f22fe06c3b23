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
#include <sys/types.h>
#include <thread>

namespace halyard {

// What a run that waits for room on its disk needs and has, in bytes.
struct DiskShortage {
    std::uint64_t need = 0;
    std::uint64_t have = 0;

    // The sentence of a run that is paused for that.
    [[nodiscard]] Message message(const RunFolder& run) const;
};

// Keeps the file heartbeat of a run, or heartbeat-N of a rank: {"boot_id", "monotonic", "time", "step", "taken", "pid"},
// "beside": what it does while that is no step (or true), and "disk_full": {"need", "have"} while it waits for room; written at each beat() and every 5 seconds by a thread of its own, in place and without
// syncing: its room is taken at the first beat, so it tells of a full disk too. monotonic: seconds of CLOCK_BOOTTIME; it
// does not jump as the time of day may. A heartbeat that cannot be written is left out: it must not end a run.
class Heartbeat {
public:
    explicit Heartbeat(const RunFolder& run, int rank = 0);
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    // Where the process begins; no step has been taken by it.
    void startAt(std::int64_t step);
    // A step was taken. Of several ranks each says it before it waits for the others: who is behind holds them all.
    void beat(std::int64_t step);
    // Whether it does something that may take longer than a step: a save, a held-out loss. what: in a word, for who looks on.
    void besideSteps(bool is, const std::string& what = {});
    // Beats at once; nothing = the run goes on.
    void waitsForRoom(const std::optional<DiskShortage>& shortage);

private:
    void write();

    FileDescriptor m_file;
    std::string m_bootId;
    std::int64_t m_step = 0;
    std::int64_t m_taken = 0; // by this process
    bool m_besideSteps = false;
    std::string m_beside;
    std::optional<DiskShortage> m_shortage;
    bool m_ending = false;
    std::mutex m_mutex;
    std::condition_variable m_end;
    std::thread m_thread;
};

struct LastBeat {
    double age = 0; // seconds
    pid_t process = 0;
    std::int64_t step = 0;
    std::int64_t taken = 0; // steps, by that process
    bool besideSteps = false;
    std::string beside; // what it does there; may be empty
    std::optional<DiskShortage> shortage;
};

// The worker's last heartbeat, or that of a rank; nothing when there is none of this boot.
[[nodiscard]] std::optional<LastBeat> lastBeat(const RunFolder& run, int rank = 0);

} // namespace halyard
