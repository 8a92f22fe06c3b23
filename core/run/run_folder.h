// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <optional>
#include <string>

namespace halyard {

// Paths and files of a run folder (ARCHITECTURE.md, "A run is a folder").
class RunFolder {
public:
    explicit RunFolder(std::filesystem::path path) : m_path(std::move(path)) {}

    // Writes run.json into a new folder, in one step; an existing run is refused ("… is a run already").
    static RunFolder create(const std::filesystem::path& path, const RunSpec& spec);
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
    [[nodiscard]] std::filesystem::path heartbeat() const { return m_path / "heartbeat"; }
    [[nodiscard]] std::filesystem::path tensorboard() const { return m_path / "tensorboard"; }
    [[nodiscard]] std::filesystem::path notes() const { return m_path / "notes.json"; } // title and notes of a person
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

// Where a run stands, from evidence: the lock, exit.json, the events and the checkpoints. Only the last 2 MB of the
// events are read.
struct RunStatus {
    std::string state; // new | running | stopped | failed | crashed | done
    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    std::optional<double> loss;
    std::optional<double> tokensPerSecond;
    std::optional<std::int64_t> newestCheckpoint;
    std::string reason; // one sentence for failed and crashed
};
// Steps of the whole run, from schedule.steps or schedule.tokens (rounded up to whole steps of one process).
[[nodiscard]] std::int64_t totalSteps(const RunSpec& spec);
// The sentence of the newest "failed" event, when it was written at since (Unix time) or later and nothing follows it.
[[nodiscard]] std::optional<std::string> failureReason(const RunFolder& run, double since);
[[nodiscard]] RunStatus runStatus(const RunFolder& run);

} // namespace halyard
