// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/supervisor.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/command_inbox.h"
#include "remote/agent/ranks.h"
#include "remote/agent/run_record.h"
#include "remote/agent/watched_signals.h"

#include <cerrno>
#include <chrono>
#include <fstream>
#include <optional>
#include <sys/prctl.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{100};
// From the failure of one rank to the end of all: asked first, then killed.
constexpr std::chrono::seconds kAfterFailure{5};

RanksOptions ranksOptions(const SuperviseOptions& options, const FileDescriptor& lock, const WatchedSignals& signals) {
    RanksOptions ranks;
    ranks.line = {options.worker.string()};
    ranks.line.insert(ranks.line.end(), options.arguments.begin(), options.arguments.end());
    ranks.libraryPath = options.libraryPath;
    ranks.torch = options.torch;
    ranks.processes = options.processes;
    ranks.lock = lock.get();
    ranks.signalMask = &signals.before();
    return ranks;
}

// One run from its start to its end: what is asked of it, and what becomes of it.
class Supervision {
public:
    Supervision(const RunFolder& run, const SuperviseOptions& options)
        : m_run(run), m_options(options), m_record(run, options.launch), m_memory(options.memory) {}

    RunEnd run(const FileDescriptor& lock) {
        m_record.begin(m_options.locked);
        m_began = Clock::now();
        const double began = unixTime() - 0.001; // events have milliseconds
        try {
            start(lock);
        } catch (const Error& error) {
            m_record.end({.ended = "failed", .cause = "exit", .message = error.message()});
            throw;
        }
        while (m_ranks->running() > 0) {
            m_signals.wait(m_ranks->outputs(), kLook);
            takeSignals();
            takeInbox();
            checkLimit();
            m_ranks->collect();
            checkProgress();
            endAfterFailure();
        }
        endDescendants();
        m_ranks->collect(); // the last words of what they started
        const RunEnd end = judgeEnd(evidence(began));
        m_record.end(end);
        return end;
    }

private:
    void start(const FileDescriptor& lock) {
        std::error_code error;
        fs::create_directory(m_run.log(), error);
        RanksOptions options = ranksOptions(m_options, lock, m_signals);
        options.logs = m_run.log();
        m_ranks.emplace(options);
        m_record.state("running", m_ranks->processes());
        if (m_options.processes > 1) {
            m_progress.emplace(m_run, m_ranks->processes(), m_options.hang);
        }
        if (m_options.started) {
            m_options.started();
        }
    }

    void takeSignals() {
        const WatchedSignals::Request request = m_signals.take();
        if (request == WatchedSignals::Request::StopNow) {
            (void)stopNow();
        } else if (request == WatchedSignals::Request::Stop) {
            (void)stop(Asked::Stop);
        }
    }

    void takeInbox() {
        for (const PostedCommand& posted : takeCommands(m_run)) {
            if (!posted.command) {
                m_record.command(posted, "not a command");
            } else if (m_record.wasApplied(posted.id)) {
                m_record.command(posted, "applied before");
            } else {
                m_record.command(posted, tryToApply(*posted.command));
            }
        }
    }

    // A full disk may keep a run from being paused; it does not end the supervisor.
    std::string tryToApply(RunCommand command) {
        try {
            return apply(command);
        } catch (const Error& error) {
            return error.what();
        }
    }

    std::string apply(RunCommand command) {
        switch (command) {
        case RunCommand::Stop: return stop(Asked::Stop);
        case RunCommand::StopNow: return stopNow();
        case RunCommand::Pause: return pause();
        case RunCommand::Resume: return resume();
        }
        return "";
    }

    std::string stop(Asked why) {
        if (m_asked != Asked::Nothing) {
            return "stopping already";
        }
        m_asked = why;
        m_record.state("stopping", m_ranks->processes());
        m_ranks->signalAll(SIGTERM);
        return "applied";
    }

    std::string stopNow() {
        if (m_asked == Asked::StopNow) {
            return "stopping already";
        }
        const bool wasStopping = m_asked != Asked::Nothing;
        m_asked = Asked::StopNow;
        m_ranks->signalAll(SIGKILL);
        if (!wasStopping) {
            m_record.state("stopping", m_ranks->processes());
        }
        return "applied";
    }

    std::string pause() {
        if (m_asked != Asked::Nothing || m_paused) {
            return m_paused ? "paused already" : "stopping already";
        }
        writeFileAtomically(m_run.pause(), "");
        m_paused = true;
        m_record.state("paused", m_ranks->processes());
        return "applied";
    }

    std::string resume() {
        if (!m_paused || m_asked != Asked::Nothing) {
            return m_paused ? "stopping already" : "not paused";
        }
        std::error_code ignored;
        fs::remove(m_run.pause(), ignored);
        m_paused = false;
        m_record.state("running", m_ranks->processes());
        return "applied";
    }

    void checkLimit() {
        const std::chrono::duration<double, std::ratio<3600>> passed = Clock::now() - m_began;
        if (m_options.limitHours > 0 && passed.count() >= m_options.limitHours && m_asked == Asked::Nothing) {
            (void)stop(Asked::TimeLimit);
        }
    }

    // A rank alone is left to a person, who may know why it waits.
    void checkProgress() {
        if (!m_progress || m_failed || m_asked == Asked::StopNow || m_ranks->firstFailed() ||
            m_ranks->running() < m_ranks->processes().size()) {
            return;
        }
        m_hang = m_progress->look(m_paused);
        if (m_hang) {
            std::ofstream(m_run.log() / "hang.txt") << m_progress->describe();
        }
    }

    void endAfterFailure() {
        if ((!m_ranks->firstFailed() && !m_hang) || m_ranks->running() == 0) {
            return;
        }
        if (!m_failed) {
            m_failed = Clock::now();
            m_ranks->signalAll(SIGTERM);
        } else if (Clock::now() - *m_failed > kAfterFailure) {
            m_ranks->signalAll(SIGKILL);
        }
    }

    EndEvidence evidence(double began) {
        EndEvidence found;
        const std::size_t rank = m_ranks->firstFailed().value_or(m_ranks->firstStopped().value_or(0));
        found.waitStatus = m_ranks->waitStatus(rank);
        found.rank = static_cast<int>(rank);
        found.processes = m_options.processes;
        found.process = m_ranks->processes()[rank];
        found.asked = m_asked;
        found.limitHours = m_options.limitHours;
        found.mayWaitAtStep = m_options.mayWaitAtStep;
        found.failure = failureReason(m_run, began);
        found.lastWords = m_ranks->lastWords(rank);
        found.memory = m_memory.verdictOn(found.process);
        found.hang = m_asked == Asked::StopNow ? std::nullopt : m_hang;
        found.run = m_run.path();
        return found;
    }

    const RunFolder& m_run;
    const SuperviseOptions& m_options;
    WatchedSignals m_signals;
    RunRecord m_record;
    MemoryEvidence m_memory;
    std::optional<Ranks> m_ranks;
    std::optional<ProgressWatch> m_progress; // of several ranks
    std::optional<Hang> m_hang;
    Asked m_asked = Asked::Nothing;
    bool m_paused = false;
    Clock::time_point m_began;
    std::optional<Clock::time_point> m_failed;
};

} // namespace

RunEnd supervise(const RunFolder& run, const FileDescriptor& lock, const SuperviseOptions& options) {
    return Supervision(run, options).run(lock);
}

RunEnd superviseDry(const FileDescriptor& lock, const SuperviseOptions& options) {
    WatchedSignals signals;
    Ranks ranks(ranksOptions(options, lock, signals));
    Asked asked = Asked::Nothing;
    while (ranks.running() > 0) {
        signals.wait({}, kLook);
        const WatchedSignals::Request request = signals.take();
        if (request != WatchedSignals::Request::None) {
            asked = request == WatchedSignals::Request::StopNow ? Asked::StopNow : Asked::Stop;
            ranks.signalAll(asked == Asked::StopNow ? SIGKILL : SIGTERM);
        }
        ranks.collect();
        if (ranks.firstFailed()) {
            ranks.signalAll(SIGKILL);
        }
    }
    endDescendants();
    const std::size_t rank = ranks.firstFailed().value_or(ranks.firstStopped().value_or(0));
    EndEvidence evidence;
    evidence.waitStatus = ranks.waitStatus(rank);
    evidence.rank = static_cast<int>(rank);
    evidence.processes = options.processes;
    evidence.asked = asked;
    return judgeEnd(evidence);
}

void becomeSubreaper() {
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
        throw systemError("PR_SET_CHILD_SUBREAPER", HALYARD_TEXT("setting"), errno);
    }
}

} // namespace halyard
