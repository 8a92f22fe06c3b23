// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "remote/agent/memory_evidence.h"
#include "remote/agent/worker_log.h"

#include <csignal>
#include <filesystem>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/types.h>
#include <vector>

namespace halyard {

struct RanksOptions {
    std::vector<std::string> line; // the worker and its arguments
    std::string libraryPath;       // LD_LIBRARY_PATH of the worker
    std::string torch;             // HALYARD_TORCH_DIR of the worker
    int processes = 1;
    std::filesystem::path logs;    // folder of worker-N.txt; empty = they write where this process writes
    int lock = -1;                 // the run's, which they keep open: a run counts as going on while any of them lives
    const sigset_t* signalMask = nullptr;
};

// The processes of one run's worker: HALYARD_RANK 0…N-1 of HALYARD_WORLD_SIZE N, each in a process group of its own, each
// killed by the kernel should this process die.
class Ranks {
public:
    // Starts them all or none. Throws Error(Failed).
    explicit Ranks(const RanksOptions& options);
    ~Ranks(); // ends what still runs
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    [[nodiscard]] std::vector<pid_t> processes() const;
    [[nodiscard]] std::size_t running() const;
    // The descriptors worth waiting for: what the ranks print.
    [[nodiscard]] std::vector<pollfd> outputs() const;
    // Writes what was printed into the logs and looks who has ended.
    void collect();
    void signalAll(int signal); // to the groups of those that run

    // The first rank that ended with neither 0 nor 130.
    [[nodiscard]] std::optional<std::size_t> firstFailed() const { return m_firstFailed; }
    [[nodiscard]] int waitStatus(std::size_t rank) const { return m_ranks[rank].status.value_or(0); }
    [[nodiscard]] std::string lastWords(std::size_t rank) const;
    // Whether a rank ended because it was asked to stop.
    [[nodiscard]] std::optional<std::size_t> firstStopped() const;

private:
    struct Rank {
        pid_t pid = 0;
        FileDescriptor output;
        std::optional<WorkerLog> log;
        std::optional<int> status;
    };
    void start(const RanksOptions& options, std::size_t rank);
    static void drain(Rank& rank);
    void note(const std::vector<std::size_t>& ended);

    std::vector<Rank> m_ranks;
    std::optional<std::size_t> m_firstFailed;
};

// Ends every process below this one, however deep, and waits for them: what a worker started and left behind comes back
// to its sub-reaper.
void endDescendants();

} // namespace halyard
