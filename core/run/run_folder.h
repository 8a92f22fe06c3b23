// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace halyard {

// Paths and files of a run folder (ARCHITECTURE.md, "A run is a folder").
class RunFolder {
public:
    explicit RunFolder(std::filesystem::path path) : m_path(std::move(path)) {}

    // Writes run.json into a new folder, in one step; an existing run is refused ("… is a run already"). origin: who
    // asked for it, origin.json in the same step; null = none is written. beside: other documents, by the names of their
    // files, which appear with it.
    static RunFolder create(const std::filesystem::path& path, const RunSpec& spec, const Json& origin = nullptr,
                            const std::map<std::string, Json>& beside = {});
    // Opens an existing one; throws Error(InvalidInput) when run.json is missing or wrong.
    static RunFolder open(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path specFile() const { return m_path / "run.json"; }
    [[nodiscard]] std::filesystem::path events() const { return m_path / "events.jsonl"; }
    [[nodiscard]] std::filesystem::path checkpoints() const { return m_path / "checkpoints"; }
    [[nodiscard]] std::filesystem::path state() const { return m_path / "state.json"; }
    [[nodiscard]] std::filesystem::path exit() const { return m_path / "exit.json"; }
    [[nodiscard]] std::filesystem::path lock() const { return m_path / "lock"; }
    [[nodiscard]] std::filesystem::path log() const { return m_path / "log"; }
    [[nodiscard]] std::filesystem::path inbox() const { return m_path / "cmd"; }
    // There while the run is paused: the worker waits between two steps.
    [[nodiscard]] std::filesystem::path pause() const { return m_path / "pause"; }
    // Room on the disk for the supervisor's last words, given up just before they are written.
    [[nodiscard]] std::filesystem::path reserve() const { return m_path / ".reserve"; }
    [[nodiscard]] std::filesystem::path heartbeat(int rank = 0) const {
        return m_path / (rank == 0 ? "heartbeat" : "heartbeat-" + std::to_string(rank));
    }
    [[nodiscard]] std::filesystem::path tensorboard() const { return m_path / "tensorboard"; }
    [[nodiscard]] std::filesystem::path origin() const { return m_path / "origin.json"; } // {"id", "actor", "time"}
    [[nodiscard]] std::filesystem::path notes() const { return m_path / "notes.json"; } // title and notes of a person
    [[nodiscard]] std::filesystem::path grid() const { return m_path / "grid.json"; } // of a study that is one (study_cells.h)
    [[nodiscard]] std::filesystem::path children() const { return m_path / "children"; }
    [[nodiscard]] std::filesystem::path exports() const { return m_path / "exports"; }
    [[nodiscard]] RunSpec spec() const;

    // Takes the lock for the life of the returned descriptor; an unopened one when another process holds it.
    [[nodiscard]] FileDescriptor tryLock() const;
    // Whether another process holds the lock; asks without keeping it and without writing.
    [[nodiscard]] bool isLocked() const;

private:
    std::filesystem::path m_path;
};

// Where a run stands, from evidence: the lock, state.json, exit.json, the boot id, the events and the checkpoints. Only
// the last 2 MB of the events are read.
struct RunStatus {
    // new | starting | running | paused | stopping | done | stopped | failed | crashed | lost
    // ("queued" is a word of the queue's: such a run is new or stopped.)
    // lost: nobody holds the lock, yet state.json says that the run goes on: its supervisor ended without a word.
    std::string state;
    // Of an ended run: done | stopped | stopped_now | time_limit | step_limit (it waits at LaunchOptions::untilStep) | exit |
    // allocation | segfault | signal | out_of_memory | no_progress | child | supervisor_lost | machine_restarted; empty when
    // exit.json is of an earlier version.
    std::string cause;
    std::int64_t version = 0; // of state.json: grows with each change of state; 0 before the first start
    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    std::optional<double> loss;
    std::optional<double> tokensPerSecond;
    std::optional<std::int64_t> newestCheckpoint;
    std::optional<double> changed; // Unix time of the last change of state
    // Of a run that goes on: seconds since its worker's last heartbeat, by the monotonic clock of this boot.
    std::optional<double> silence;
    // Of a running one that does what is no step, in a word: "needles"; may be empty.
    std::string beside;
    // Of a running one: seconds since it last said anything, once that is more than a minute, ten times what is usual, and
    // twice the longest so far. It may hang, or be suspended; reason says so. Nobody ends it for that.
    std::optional<double> stalled;
    std::string reason; // one sentence for stopped at once, failed, crashed and lost, and for paused by a full disk and stalled
    std::optional<Message> message; // the same, to be translated; none where only the text was kept

    // Whether a supervisor is at work: starting, running, paused or stopping.
    [[nodiscard]] bool goesOn() const;
    // Whether "--resume" is what continues it: it has begun, has ended and is not done.
    [[nodiscard]] bool canResume() const;
};
// Steps of the whole run, from schedule.steps or schedule.tokens (rounded up to whole steps of one process); of a
// composite run, those of its children together.
[[nodiscard]] std::int64_t totalSteps(const RunSpec& spec);
// The sentence of the newest "failed" event, when it was written at since (Unix time) or later and nothing follows it.
[[nodiscard]] std::optional<Message> failureReason(const RunFolder& run, double since);
[[nodiscard]] RunStatus runStatus(const RunFolder& run);
// For who holds the lock: where the run stood before.
[[nodiscard]] RunStatus statusUnderOwnLock(const RunFolder& run);

} // namespace halyard
