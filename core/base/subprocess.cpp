// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/subprocess.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/spawn.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::size_t kOutputLimit = 64U << 20U;

struct Pipe {
    FileDescriptor read;
    FileDescriptor write;
};

Pipe makePipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw systemError("pipe", HALYARD_TEXT("creating"), errno);
    }
    return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

using Clock = std::chrono::steady_clock;

// A started program: passes a stop request on once, and kills it when its time is over.
class Child {
public:
    Child(pid_t pid, int timeLimitSeconds) : m_pid(pid), m_limit(timeLimitSeconds), m_start(Clock::now()) {}

    // To be called again and again while it runs.
    void look() {
        if (Cancellation::requested() && !m_passedOn) {
            ::kill(m_pid, SIGTERM);
            m_passedOn = true;
        }
        if (m_limit > 0 && !m_timedOut && Clock::now() - m_start > std::chrono::seconds(m_limit)) {
            ::kill(-m_pid, SIGKILL); // its process group
            m_timedOut = true;
        }
    }
    [[nodiscard]] bool timedOut() const { return m_timedOut; }

private:
    pid_t m_pid;
    int m_limit;
    Clock::time_point m_start;
    bool m_passedOn = false;
    bool m_timedOut = false;
};

// Reads until the end of the output, or of its time.
std::string collect(const FileDescriptor& from, Child& child) {
    std::string out;
    for (;;) {
        child.look();
        if (child.timedOut()) {
            return out;
        }
        pollfd wait{from.get(), POLLIN, 0};
        if (::poll(&wait, 1, 100) <= 0) {
            continue;
        }
        std::array<char, 65536> buffer{};
        const ssize_t got = uninterrupted([&] { return ::read(from.get(), buffer.data(), buffer.size()); });
        if (got <= 0) {
            return out;
        }
        if (out.size() < kOutputLimit) {
            out.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }
}

} // namespace

SubprocessResult runSubprocess(const SubprocessOptions& options) {
    Pipe output = makePipe();
    SpawnOptions program;
    program.arguments = options.arguments;
    program.extraEnvironment = options.extraEnvironment;
    program.standardOutput = options.captureOutput ? output.write.get() : -1;
    program.ownProcessGroup = options.timeLimitSeconds > 0;
    const pid_t pid = spawn(program);
    (void)output.write.close();
    Child child(pid, options.timeLimitSeconds);
    SubprocessResult result;
    if (options.captureOutput) {
        result.output = collect(output.read, child);
    }
    int status = 0;
    while (::waitpid(pid, &status, WNOHANG) == 0) {
        child.look();
        ::poll(nullptr, 0, 20);
    }
    result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    result.timedOut = child.timedOut();
    return result;
}

std::optional<std::filesystem::path> findProgram(const std::string& name) {
    const char* path = std::getenv("PATH");
    if (path == nullptr || name.empty() || name.find('/') != std::string::npos) {
        return std::nullopt;
    }
    std::istringstream folders{std::string(path)};
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::filesystem::path program = std::filesystem::path(folder) / name;
        std::error_code unreadable;
        if (program.is_absolute() && std::filesystem::is_regular_file(program, unreadable) && ::access(program.c_str(), X_OK) == 0) {
            return program;
        }
    }
    return std::nullopt;
}

std::filesystem::path currentProgram() {
    return std::filesystem::read_symlink("/proc/self/exe");
}

} // namespace halyard
