// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"
#include "core/run/heartbeat.h"
#include "core/train/tensorboard_writer.h"

#include <chrono>
#include <functional>
#include <optional>

namespace halyard {

// What a worker writes into its run folder as it goes: events, TensorBoard's file (where it has scalars), the heartbeat. A
// full disk holds the run instead of ending it: it is "paused" (by its heartbeat, whose room is taken already), looks for
// room every 200 ms, and nothing that was to be written is lost.
class RunJournal {
public:
    explicit RunJournal(const RunFolder& run);

    void startAt(std::int64_t step) { m_heartbeat.startAt(m_step = step); }
    void beat(std::int64_t step);
    void besideSteps(bool is, const std::string& what = {}) { m_heartbeat.besideSteps(is, what); }
    void event(const std::string& name, const Json& fields);
    void scalars(std::int64_t step, const std::vector<Scalar>& scalars);

    // Returns when the file that pauses the run is not there, or the run is asked to stop; says both in events.
    // Gives whether it waited.
    bool waitWhilePaused();

    // Does write() when so many bytes are free, again for as long as a full disk or quota makes it fail.
    // Throws Error(Failed) with both numbers when the run is asked to stop meanwhile.
    void whenThereIsRoom(std::uint64_t bytes, const std::function<void()>& write);
    // For what is said last: written at once or, on a full disk, not at all.
    void lastEvent(const std::string& name, const Json& fields);

private:
    [[nodiscard]] DiskShortage room(std::uint64_t bytes) const;
    void announce(const DiskShortage& shortage);
    void waitForRoom(DiskShortage shortage, std::chrono::milliseconds atLeast);

    const RunFolder& m_run;
    EventWriter m_events;
    std::optional<TensorboardWriter> m_tensorboard; // from its first scalars on
    Heartbeat m_heartbeat;
    std::int64_t m_step = 0;
};

} // namespace halyard
