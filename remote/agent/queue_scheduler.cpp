// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/queue_scheduler.h"

#include "core/base/error.h"
#include "core/base/detach.h"
#include "core/base/spawn.h"
#include "core/run/installation.h"
#include "core/run/launch.h"
#include "remote/agent/queue_file.h"
#include "remote/agent/run_record.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>
#include <sys/wait.h>
#include <thread>

namespace halyard {

namespace {

std::string deviceOf(const RunFolder& run) {
    const std::string device = run.spec().train.device;
    return device == "cuda" ? "cuda:0" : device;
}

// Devices that runs of the project hold at this moment, whoever started them.
std::set<std::string> busyDevices(const Project& project) {
    std::set<std::string> busy;
    for (const std::string& name : project.runNames()) {
        const RunFolder run(project.runs() / name);
        if (!run.isLocked()) {
            continue;
        }
        try {
            busy.insert(deviceOf(run));
        } catch (const Error&) {
            busy.insert("cpu"); // its spec cannot be read any more, but it goes on
        }
    }
    return busy;
}

class Scheduler {
public:
    Scheduler(const Project& project, const SchedulerOptions& options)
        : m_project(project), m_options(options), m_file(project.runs()) {}

    int run() {
        takeLock();
        while (m_lock.isOpen()) {
            const Queue queue = m_file.read();
            for (const QueuedRun& entry : queue.entries) {
                if (entry.running) {
                    follow(entry);
                }
            }
            launchNext();
            if (!endIfEmpty()) {
                std::this_thread::sleep_for(m_options.look);
            }
        }
        return 0;
    }

private:
    // One that was killed while it launched a run leaves its lock to a child for the moment until that becomes the
    // supervisor, so a lock is believed only after a while.
    void takeLock() {
        for (int attempt = 0; attempt < 50; ++attempt) {
            m_lock = m_file.trySchedulerLock();
            if (m_lock.isOpen()) {
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    // An entry that was launched: leaves the queue when its run has ended. One whose launch was cut short by our own
    // end is launched again under the same id, which does nothing if it was.
    void follow(const QueuedRun& entry) {
        try {
            if (m_project.run(entry.run).isLocked()) {
                return;
            }
            if (m_launched.insert(entry.id).second) {
                launch(entry);
                return;
            }
            finish(entry.run);
        } catch (const Error& error) {
            finish(entry.run, &error);
        }
    }

    void launch(const QueuedRun& entry) {
        const RunFolder run = m_project.run(entry.run);
        (void)launchRun(run, {.agent = m_options.agent, .id = entry.id, .resume = entry.resume});
    }

    void launchNext() {
        std::set<std::string> busy;
        const Queue queue = m_file.read();
        if (std::all_of(queue.entries.begin(), queue.entries.end(),
                        [](const QueuedRun& entry) { return entry.running; })) {
            return;
        }
        busy = busyDevices(m_project);
        for (const QueuedRun& entry : queue.entries) {
            std::string device;
            try {
                device = deviceOf(m_project.run(entry.run));
            } catch (const Error& error) {
                finish(entry.run, &error);
                continue;
            }
            // One that waits keeps its device from those behind it.
            if (!busy.insert(device).second || entry.running || !claim(entry.run)) {
                continue;
            }
            m_launched.insert(entry.id);
            try {
                launch(entry);
            } catch (const Error& error) {
                finish(entry.run, &error);
            }
        }
    }

    // False when somebody took it out of the queue meanwhile.
    bool claim(const std::string& run) {
        bool claimed = false;
        m_file.edit([&](Queue& queue) {
            for (QueuedRun& entry : queue.entries) {
                if (entry.run == run && !entry.running) {
                    entry.running = claimed = true;
                }
            }
            return claimed;
        });
        return claimed;
    }

    void finish(const std::string& run, const Error* error = nullptr) {
        m_file.edit([&](Queue& queue) {
            queue.remove(run);
            if (error != nullptr) {
                queue.problems.push_back({run, unixTime(), error->message()});
            }
            return true;
        });
    }

    // Under the queue's lock: who adds an entry after this sees that no scheduler is at work, and starts one.
    bool endIfEmpty() {
        bool ended = false;
        m_file.edit([&](Queue& queue) {
            ended = queue.entries.empty();
            if (ended) {
                m_lock = FileDescriptor();
            }
            return false;
        });
        return ended;
    }

    const Project& m_project;
    const SchedulerOptions& m_options;
    QueueFile m_file;
    FileDescriptor m_lock;
    std::set<std::string> m_launched; // ids this process has launched
};

} // namespace

int runScheduler(const Project& project, const SchedulerOptions& options) {
    if (options.detach && !leaveStarter()) {
        return 0;
    }
    return Scheduler(project, options).run();
}

void ensureScheduler(const Project& project, const std::filesystem::path& agent) {
    const QueueFile file(project.runs());
    // Asked more than once, for the reason that takeLock() gives.
    for (int attempt = 0; file.isScheduled() || file.read().entries.empty(); ++attempt) {
        if (attempt == 3 || file.read().entries.empty()) {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    const std::filesystem::path program = agent.empty() ? findAgent() : agent;
    SpawnOptions options;
    options.arguments = {program.string(), "scheduler", project.root().string(), "--detach"};
    const pid_t starter = spawn(options);
    int status = 0;
    while (::waitpid(starter, &status, 0) < 0 && errno == EINTR) {
    }
}

} // namespace halyard
