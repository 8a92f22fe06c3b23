// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/supervise.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/spawn.h"
#include "core/run/process_identity.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace {

using Clock = std::chrono::steady_clock;

// Signals wait in the mask and are taken one by one, so nothing happens inside a handler.
sigset_t watchedSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGCHLD}) {
        sigaddset(&set, signal);
    }
    return set;
}

class BlockedSignals {
public:
    explicit BlockedSignals(const sigset_t& set) { ::sigprocmask(SIG_BLOCK, &set, &m_before); }
    ~BlockedSignals() { ::sigprocmask(SIG_SETMASK, &m_before, nullptr); }
    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;
    [[nodiscard]] const sigset_t& before() const { return m_before; }

private:
    sigset_t m_before{};
};

// Starts the worker, which keeps the run's lock as well.
pid_t startWorker(const SuperviseOptions& options, const FileDescriptor& lock, const sigset_t& mask) {
    SpawnOptions program;
    program.arguments = {options.worker.string()};
    program.arguments.insert(program.arguments.end(), options.arguments.begin(), options.arguments.end());
    program.extraEnvironment = {{"LD_LIBRARY_PATH", options.libraryPath}};
    program.inherited = lock.get();
    program.ownProcessGroup = true;
    program.signalMask = &mask;
    return spawn(program);
}

struct Wait {
    int status = 0;
    bool askedToStop = false;
    bool killed = false; // by us
};

Wait waitForWorker(pid_t worker, const sigset_t& watched) {
    // A key press in a terminal may reach us twice, through the program that started us as well.
    constexpr std::chrono::milliseconds kSamePress{1000};
    constexpr timespec kLook{0, 200'000'000};
    Wait wait;
    Clock::time_point asked;
    while (::waitpid(worker, &wait.status, WNOHANG) == 0) {
        const int signal = ::sigtimedwait(&watched, nullptr, &kLook);
        if (signal < 0 || signal == SIGCHLD) {
            continue;
        }
        const bool again = wait.askedToStop && Clock::now() - asked > kSamePress;
        if (signal == SIGUSR1 || again) {
            wait.killed = true;
            ::kill(worker, SIGKILL);
        } else if (!wait.askedToStop) {
            wait.askedToStop = true;
            asked = Clock::now();
            ::kill(worker, SIGTERM);
        }
    }
    return wait;
}

double now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

RunEnd judge(const RunFolder& run, const Wait& wait, double started) {
    RunEnd end;
    if (WIFSIGNALED(wait.status)) {
        end.signal = WTERMSIG(wait.status);
        end.ended = wait.killed || (wait.askedToStop && end.signal == SIGTERM) ? "stopped" : "crashed";
        end.reason = wait.killed ? std::string("The run was stopped at once; what came after its newest checkpoint is lost.")
                                 : Message(HALYARD_TEXT("The worker was ended by signal {number} ({name})."),
                                           {{"number", std::to_string(end.signal)}, {"name", ::strsignal(end.signal)}})
                                       .text();
        return end;
    }
    end.exitCode = WEXITSTATUS(wait.status);
    end.ended = end.exitCode == 0 ? "done" : end.exitCode == static_cast<int>(ErrorKind::Stopped) ? "stopped" : "failed";
    if (end.ended == "failed") {
        end.reason = failureReason(run, started).value_or("");
        if (end.reason.empty()) {
            end.reason = Message(HALYARD_TEXT("The worker ended with exit code {code}; its message is in the terminal it ran in."),
                                 {{"code", std::to_string(end.exitCode)}})
                             .text();
        }
    }
    return end;
}

void writeState(const RunFolder& run, const std::string& state, pid_t worker) {
    std::int64_t version = 0;
    std::error_code error;
    if (std::filesystem::exists(run.state(), error)) {
        const Json before = readJsonFile(run.state());
        const auto counted = before.is_object() ? before.find("version") : before.end();
        version = counted != before.end() && counted->is_number_integer() ? counted->get<std::int64_t>() : 0;
    }
    Json document = {{"version", version + 1}, {"state", state}, {"time", now()}};
    if (const auto self = identityOf(::getpid())) {
        document.update(toJson(*self));
    }
    if (const auto child = identityOf(worker)) {
        document["worker"] = toJson(*child);
    }
    writeJsonFile(run.state(), document);
}

void writeExit(const RunFolder& run, const RunEnd& end) {
    Json document = {{"ended", end.ended}, {"reason", end.reason}, {"time", now()}};
    document["exit_code"] = end.exitCode >= 0 ? Json(end.exitCode) : Json(nullptr);
    document["signal"] = end.signal != 0 ? Json(end.signal) : Json(nullptr);
    if (const auto self = identityOf(::getpid())) {
        document.update(toJson(*self));
    }
    writeJsonFile(run.exit(), document);
}

} // namespace

RunEnd supervise(const RunFolder& run, const FileDescriptor& lock, const SuperviseOptions& options) {
    const sigset_t watched = watchedSignals();
    const BlockedSignals blocked(watched);
    if (!options.keepNothing) {
        removeLeftovers(run.path());
        std::error_code ignored;
        std::filesystem::remove(run.exit(), ignored); // how an earlier process ended
    }
    const double started = now() - 0.001; // events have milliseconds
    const pid_t worker = startWorker(options, lock, blocked.before());
    if (!options.keepNothing) {
        writeState(run, "running", worker);
    }
    const Wait wait = waitForWorker(worker, watched);
    const RunEnd end = judge(run, wait, started);
    if (!options.keepNothing) {
        writeExit(run, end);
        writeState(run, end.ended, 0);
    }
    return end;
}

} // namespace halyard
