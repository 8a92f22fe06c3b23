// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_summary.h"
#include "core/run/stale_inputs.h"
#include "remote/agent/project.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace halyard {

// The summaries of a project's runs, read again only when a file of the run has changed, so that hundreds of runs cost
// little to watch.
class RunWatch {
public:
    explicit RunWatch(const Project& project) : m_project(project) {}

    // Looks at the folders for at most limit; a look that is cut short goes on at the next call.
    void look(std::chrono::milliseconds limit);
    // Looks at one run now.
    void lookAt(const std::string& name);
    // Every run has been looked at since the object was made.
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] bool isRoundDone() const { return m_round.empty(); }
    // Runs whose summary changed after a count, and the count now: who keeps the count misses nothing.
    struct News {
        std::vector<std::string> changed;
        std::vector<std::string> removed;
        std::uint64_t count = 0;
    };
    [[nodiscard]] News since(std::uint64_t count) const;
    [[nodiscard]] const RunSummary* find(const std::string& run) const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    // Inode, size and time of each file a summary is read from, whether the run is locked, for how many minutes it then said
    // nothing, and its place in the queue.
    static constexpr std::size_t kFiles = 7;
    static constexpr std::size_t kLocked = 3 * kFiles;
    static constexpr std::size_t kSilent = kLocked + 1;
    static constexpr std::size_t kQueuePlace = kSilent + 1;
    using Stamp = std::array<std::int64_t, kQueuePlace + 1>;
    struct Entry {
        Stamp stamp{};
        RunSummary summary;
        std::uint64_t changed = 0;
        bool removed = false;
    };
    static Stamp stampOf(const RunFolder& run);
    void startRound();

    const Project& m_project;
    StaleInputs m_inputs;
    std::map<std::string, Entry> m_entries;
    std::vector<std::string> m_round; // names still to be looked at, last first
    std::uint64_t m_count = 0;
    bool m_complete = false;
    std::map<std::string, std::int64_t> m_queued;
};

} // namespace halyard
