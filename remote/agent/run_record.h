// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/command_inbox.h"
#include "core/run/events.h"
#include "core/run/run_folder.h"
#include "remote/agent/run_end.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace halyard {

// What the supervisor writes into a run's folder: state.json, exit.json, and the events "command" and "child".
class RunRecord {
public:
    // launch: the id of the request that started the run.
    RunRecord(RunFolder run, std::string launch);

    // Writes state "starting" and removes what earlier processes left: temporary files, exit.json, a pause, and commands
    // that came too late: before the run was ours, at locked (Unix time). Takes the room on the disk that end() will need.
    void begin(double locked);
    // state.json, its version one higher. A full disk is said on stderr; it does not end a run.
    void state(const std::string& word, const std::vector<pid_t>& ranks = {});
    // A command and what became of it.
    void command(const PostedCommand& posted, const std::string& result);
    // Whether a command of this id was applied before.
    [[nodiscard]] bool wasApplied(const std::string& id) const { return m_applied.contains(id); }
    void event(const std::string& name, const Json& fields);
    // exit.json, then the last state.
    void end(const RunEnd& end);

private:
    RunFolder m_run;
    std::string m_launch;
    EventWriter m_events;
    std::set<std::string> m_applied;
    std::int64_t m_version = 0;
};

// Seconds since 1970.
[[nodiscard]] double unixTime();

} // namespace halyard
