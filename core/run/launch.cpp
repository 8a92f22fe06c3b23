// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/launch.h"

#include "core/base/detach.h"
#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/run/installation.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr int kAnswer = 3; // the descriptor on which the supervisor says whether the run has started
constexpr off_t kLongestLog = 1 << 20;

std::vector<std::string> lineOf(const RunFolder& run, const LaunchOptions& options) {
    const fs::path agent = options.agent.empty() ? findAgent() : options.agent;
    std::vector<std::string> line = {agent.string(), "supervise", fs::absolute(run.path()).string(),
                                     "--answer",     std::to_string(kAnswer),
                                     "--processes",  std::to_string(options.processes),
                                     "--nice",       std::to_string(options.nice)};
    if (options.resume) {
        line.emplace_back("--resume");
    }
    if (options.untilStep > 0) {
        line.insert(line.end(), {"--until-step", std::to_string(options.untilStep)});
    }
    if (!options.id.empty()) {
        line.insert(line.end(), {"--id", options.id});
    }
    return line;
}

FileDescriptor openLog(const RunFolder& run) {
    std::error_code error;
    fs::create_directory(run.log(), error);
    const fs::path path = run.log() / "supervisor.txt";
    FileDescriptor log(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (error || !log.isOpen()) {
        throw systemError(path.string(), HALYARD_TEXT("writing"), error ? error.value() : errno);
    }
    struct stat status {};
    if (::fstat(log.get(), &status) == 0 && status.st_size > kLongestLog) {
        (void)!::ftruncate(log.get(), 0);
    }
    return log;
}

// What the new process needs, gathered before the fork: after it only async-signal-safe calls are made.
struct Program {
    std::vector<char*> arguments;
    int log;
    int answer;
};

// A composite run may outlive the folder that it was started from, and in one that is gone LibTorch's matrix products fail.
// Elsewhere it stays, for environment variables may name files by relative paths.
void leaveRemovedFolder() {
    struct stat here {};
    if (::stat(".", &here) != 0 || here.st_nlink == 0) {
        (void)!::chdir("/");
    }
}

[[noreturn]] void becomeSupervisor(const Program& program) {
    const int null = ::open("/dev/null", O_RDONLY);
    // Above the numbers they will have, so that none is overwritten before it is moved.
    const int log = ::fcntl(program.log, F_DUPFD, kAnswer + 1);
    const int answer = ::fcntl(program.answer, F_DUPFD, kAnswer + 1);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGPIPE}) {
        ::signal(signal, SIG_DFL);
    }
    leaveRemovedFolder();
    if (null >= 0 && log >= 0 && answer >= 0 && ::dup2(null, STDIN_FILENO) >= 0 && ::dup2(log, STDOUT_FILENO) >= 0 &&
        ::dup2(log, STDERR_FILENO) >= 0 && ::dup2(answer, kAnswer) >= 0) {
        closeDescriptorsFrom(kAnswer + 1);
        ::execv(program.arguments[0], program.arguments.data());
    }
    ::_exit(127);
}

// Twice forked: the program that runs is nobody's child here and leads no session, so no terminal can become its own.
void start(const Program& program) {
    const pid_t first = ::fork();
    if (first == 0) {
        ::setsid();
        const pid_t second = ::fork();
        if (second == 0) {
            becomeSupervisor(program);
        }
        ::_exit(second < 0 ? 1 : 0);
    }
    int status = 0;
    while (first > 0 && ::waitpid(first, &status, 0) < 0 && errno == EINTR) {
    }
    if (first < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw systemError(program.arguments[0], HALYARD_TEXT("starting"), first < 0 ? errno : EAGAIN);
    }
}

std::string readAll(const FileDescriptor& pipe) {
    std::string out;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t got = ::read(pipe.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return out;
        }
        out.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

} // namespace

Launch launchRun(const RunFolder& run, const LaunchOptions& options) {
    std::vector<std::string> line = lineOf(run, options);
    Program program;
    for (std::string& word : line) {
        program.arguments.push_back(word.data());
    }
    program.arguments.push_back(nullptr);
    const FileDescriptor log = openLog(run);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw systemError("pipe", HALYARD_TEXT("creating"), errno);
    }
    const FileDescriptor answers(ends[0]);
    FileDescriptor answer(ends[1]);
    program.log = log.get();
    program.answer = answer.get();
    start(program);
    (void)answer.close();
    const std::string said = readAll(answers);
    if (said == "started") {
        return Launch::Started;
    }
    if (said == "running" || said == "done") {
        return said == "done" ? Launch::DoneAlready : Launch::RunningAlready;
    }
    if (!said.empty()) {
        if (const auto error = errorFromJson(parseJson(said, "the supervisor's answer"))) {
            throw *error;
        }
    }
    throw failure(HALYARD_TEXT("{agent} ended before it could start {run}; {log} may say why."),
                  {{"agent", printable(line[0])},
                   {"run", printable(run.path().string())},
                   {"log", printable((run.log() / "supervisor.txt").string())}});
}

} // namespace halyard
