// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/supervise.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/process_identity.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/prctl.h>
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

// The environment with another LD_LIBRARY_PATH.
std::vector<std::string> environmentWith(const std::string& libraryPath) {
    static constexpr std::string_view kName = "LD_LIBRARY_PATH=";
    std::vector<std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        if (!std::string_view(*entry).starts_with(kName)) {
            out.emplace_back(*entry);
        }
    }
    out.push_back(std::string(kName) + libraryPath);
    return out;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

// Starts the worker; its own process group keeps Ctrl-C from reaching it past us.
pid_t startWorker(const SuperviseOptions& options, const FileDescriptor& lock, const sigset_t& mask) {
    std::vector<std::string> words = {options.worker.string()};
    words.insert(words.end(), options.arguments.begin(), options.arguments.end());
    std::vector<std::string> variables = environmentWith(options.libraryPath);
    const std::vector<char*> arguments = pointersTo(words);
    const std::vector<char*> environment = pointersTo(variables);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw systemError("pipe", HALYARD_TEXT("creating"), errno);
    }
    const FileDescriptor failed(ends[0]);
    FileDescriptor report(ends[1]);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::fcntl(lock.get(), F_SETFD, 0);
        ::sigprocmask(SIG_SETMASK, &mask, nullptr);
        if (::getppid() == parent) {
            ::execve(arguments[0], arguments.data(), environment.data());
        }
        const int error = errno;
        (void)!::write(report.get(), &error, sizeof error);
        ::_exit(127);
    }
    int error = child < 0 ? errno : 0;
    (void)report.close();
    if (child > 0 && ::read(failed.get(), &error, sizeof error) == static_cast<ssize_t>(sizeof error)) {
        ::waitpid(child, nullptr, 0);
    }
    if (error != 0) {
        throw systemError(options.worker.string(), HALYARD_TEXT("starting"), error);
    }
    return child;
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
