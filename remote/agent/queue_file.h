// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/message.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

struct QueuedRun {
    std::string run;   // name of its folder
    std::string id;    // of the request that put it there; the run is launched under it, so never twice
    std::string actor; // "user@host" who put it there
    double since = 0;  // Unix time
    bool resume = false;
    bool running = false; // it was launched, or is being launched
};

// A run that could not be started.
struct QueueProblem {
    std::string run;
    double time = 0;
    Message message;
};

struct Queue {
    std::int64_t version = 0; // grows with each change
    std::vector<QueuedRun> entries;
    std::vector<QueueProblem> problems; // the newest 20
    std::vector<std::string> finished;  // ids of the newest 256 that left the queue

    [[nodiscard]] const QueuedRun* find(const std::string& run) const;
    [[nodiscard]] bool knows(const std::string& id) const; // is or was in the queue
    // Takes an entry out and remembers its id.
    void remove(const std::string& run);
};

[[nodiscard]] Json toJson(const Queue& queue);

// runs/queue.json: read by anyone, changed under runs/.queue.lock and replaced atomically. The scheduler holds
// runs/.scheduler.lock for as long as it lives.
class QueueFile {
public:
    explicit QueueFile(std::filesystem::path runs) : m_runs(std::move(runs)) {}

    // An empty queue when there is no file. Throws Error when it cannot be read.
    [[nodiscard]] Queue read() const;
    // Changes the queue; change() gives whether anything is to be written. Whoever else changes it waits.
    void edit(const std::function<bool(Queue& queue)>& change) const;

    [[nodiscard]] bool isScheduled() const; // a scheduler is at work
    [[nodiscard]] FileDescriptor trySchedulerLock() const;
    [[nodiscard]] std::filesystem::path path() const { return m_runs / "queue.json"; }

private:
    std::filesystem::path m_runs;
};

} // namespace halyard
