// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/agent/follower.h"
#include "remote/agent/params.h"
#include "remote/agent/run_watch.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What a connection follows, by the number its workbench gave: the bytes of a run's events or of a log ("bytes"), the
// status of one run ("status"), all runs with the queue and the project ("runs").
class Streams {
public:
    Streams(const Project& project, RunWatch& watch) : m_project(project), m_watch(watch) {}

    // "follow", "unfollow"; a number that is followed already is followed anew.
    [[nodiscard]] Json follow(const Params& params);
    [[nodiscard]] Json unfollow(const Params& params);
    void acknowledge(const Params& params);

    // Looks at what changed; to be called every now and then.
    void look();
    // The next push of any stream, each in its turn; nothing when nothing is to be told now.
    [[nodiscard]] std::optional<Json> next();

    [[nodiscard]] bool any() const { return !m_streams.empty(); }
    [[nodiscard]] bool isCatchingUp() const { return watchesRuns() && !m_watch.isComplete(); }

private:
    struct Stream {
        std::unique_ptr<Follower> follower; // "bytes"
        std::string run;                    // "status"
        bool all = false;                   // "runs"
        std::uint64_t told = 0;             // count of the watch
        std::deque<std::string> pending;    // "runs": changed, still to be told
        std::vector<std::string> removed;
        bool toldComplete = false;
        std::string queue, project; // as told last
    };
    [[nodiscard]] bool watchesRuns() const;
    [[nodiscard]] std::optional<Json> nextOf(std::int64_t number, Stream& stream);
    [[nodiscard]] std::optional<Json> nextStatus(std::int64_t number, Stream& stream);
    [[nodiscard]] std::optional<Json> nextRuns(std::int64_t number, Stream& stream);
    void addProject(Stream& stream, Json& push);

    const Project& m_project;
    RunWatch& m_watch;
    std::map<std::int64_t, Stream> m_streams;
    std::int64_t m_lastTurn = 0;
    std::string m_queue = "null", m_projectText = "null"; // as they are now
};

} // namespace halyard
