// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/composite_supervisor.h"

#include "core/base/error.h"
#include "core/report/grid_table.h"
#include "remote/agent/probe_rounds.h"
#include "remote/agent/watched_signals.h"

#include <chrono>
#include <optional>
#include <sys/wait.h>

namespace halyard {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{50};
constexpr int kTablesRest = 20; // between two tables, times what one took

ChildrenOptions childrenOptions(const RunSpec& spec, const CompositeOptions& options) {
    ChildrenOptions out;
    out.retries = spec.limits.retries;
    out.launch = [processes = options.processes, nice = options.nice](const RunFolder& child, LaunchOptions launch) {
        launch.processes = processes;
        launch.nice = nice;
        return launchRun(child, launch);
    };
    return out;
}

class CompositeSupervision {
public:
    CompositeSupervision(const RunFolder& run, const CompositeOptions& options)
        : m_run(run), m_options(options), m_record(run, options.launch),
          m_scheduler(run, withRounds(childrenOptions(run.spec(), options))) {}

    RunEnd run() {
        m_record.begin(m_options.locked);
        m_began = Clock::now();
        m_record.state("running");
        if (m_options.started) {
            m_options.started();
        }
        for (;;) {
            if (!advance() || m_scheduler.finished()) {
                break;
            }
            m_signals.wait({}, kLook);
            takeSignals();
            takeInbox();
            checkLimit();
            // Supervisors of children whose starter has ended come back to this process.
            while (::waitpid(-1, nullptr, WNOHANG) > 0) {
            }
        }
        tabulate(true);
        const RunEnd end = judge();
        m_record.end(end);
        return end;
    }

private:
    // The probes of GA-S2 wait for each other, to be ranked.
    ChildrenOptions withRounds(ChildrenOptions options) {
        if (m_run.spec().kind == RunKind::GaS2) {
            m_rounds.emplace(m_run, [this](const Json& fields) { m_record.event("ranking", fields); });
            options.rounds = m_rounds->steps();
            options.ranked = [this](std::size_t round) { return m_rounds->ended(round); };
        }
        return options;
    }

    // False when what the children have made cannot be kept.
    bool advance() {
        try {
            const std::vector<ChildChange> changes = m_scheduler.advance();
            for (const ChildChange& change : changes) {
                m_record.event("child", {{"child", change.child},
                                         {"state", change.state},
                                         {"reason", change.reason},
                                         {"offset", change.offset}});
            }
            if (!changes.empty()) {
                tabulate(false);
            }
            return true;
        } catch (const Error& error) {
            m_failure = error.message();
            return false;
        }
    }

    // The table of a study as far as it has come. It can be made again from the children at any time; of many runs that takes
    // a while, so that only a small part of the time is spent on it.
    void tabulate(bool atTheEnd) {
        const Clock::time_point begin = Clock::now();
        if (!m_isStudy || (!atTheEnd && begin < m_nextTable)) {
            return;
        }
        try {
            (void)writeGridTable(m_run);
        } catch (const Error&) { // a full disk
        }
        m_nextTable = Clock::now() + kTablesRest * (Clock::now() - begin);
    }

    void takeSignals() {
        const WatchedSignals::Request request = m_signals.take();
        if (request != WatchedSignals::Request::None) {
            (void)apply(request == WatchedSignals::Request::StopNow ? RunCommand::StopNow : RunCommand::Stop, Asked::Stop);
        }
    }

    void takeInbox() {
        for (const PostedCommand& posted : takeCommands(m_run)) {
            if (!posted.command) {
                m_record.command(posted, "not a command");
            } else if (m_record.wasApplied(posted.id)) {
                m_record.command(posted, "applied before");
            } else {
                m_record.command(posted, apply(*posted.command, Asked::Stop));
            }
        }
    }

    std::string apply(RunCommand command, Asked why) {
        const bool ends = command == RunCommand::Stop || command == RunCommand::StopNow;
        if (m_asked == Asked::StopNow || (m_asked != Asked::Nothing && command != RunCommand::StopNow)) {
            return "stopping already";
        }
        if (!ends && m_paused == (command == RunCommand::Pause)) {
            return m_paused ? "paused already" : "not paused";
        }
        try {
            m_scheduler.pass(command);
        } catch (const Error& error) {
            return error.what(); // a full disk; the supervisor goes on
        }
        if (ends) {
            m_asked = command == RunCommand::StopNow ? Asked::StopNow : why;
            m_record.state("stopping");
        } else {
            m_paused = command == RunCommand::Pause;
            m_record.state(m_paused ? "paused" : "running");
        }
        return "applied";
    }

    void checkLimit() {
        const std::chrono::duration<double, std::ratio<3600>> passed = Clock::now() - m_began;
        if (m_options.limitHours > 0 && passed.count() >= m_options.limitHours && m_asked == Asked::Nothing) {
            (void)apply(RunCommand::Stop, Asked::TimeLimit);
        }
    }

    [[nodiscard]] RunEnd judge() const {
        if (m_failure) {
            return {.ended = "failed", .cause = "exit", .message = *m_failure};
        }
        if (m_scheduler.allDone()) {
            return {.ended = "done", .cause = "done"};
        }
        const auto child = m_scheduler.firstUnfinished();
        if (m_asked == Asked::StopNow) {
            return {.ended = "stopped", .cause = "stopped_now"};
        }
        if (m_asked == Asked::TimeLimit) {
            return {.ended = "stopped", .cause = "time_limit"};
        }
        if (m_asked == Asked::Stop || !child) {
            return {.ended = "stopped", .cause = "stopped"};
        }
        const Message message(HALYARD_TEXT("Its run {child} {state}. {reason}"),
                              {{"child", child->child}, {"state", stateWords(child->state)}, {"reason", child->reason}});
        return {.ended = child->state == "stopped" ? "stopped" : "failed", .cause = "child", .message = message};
    }

    static std::string stateWords(const std::string& state) {
        return state == "stopped" || state == "lost" ? "was " + state : state;
    }

    const RunFolder& m_run;
    const CompositeOptions& m_options;
    WatchedSignals m_signals;
    RunRecord m_record;
    std::optional<ProbeRounds> m_rounds; // of a run of kind ga-s2
    Scheduler m_scheduler;
    std::optional<Message> m_failure;
    bool m_isStudy = isGridStudy(m_run);
    Asked m_asked = Asked::Nothing;
    bool m_paused = false;
    Clock::time_point m_began;
    Clock::time_point m_nextTable;
};

} // namespace

RunEnd superviseComposite(const RunFolder& run, const CompositeOptions& options) {
    return CompositeSupervision(run, options).run();
}

} // namespace halyard
