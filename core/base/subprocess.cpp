// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/subprocess.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/file.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::size_t kOutputLimit = 64U << 20U;

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

std::vector<std::string> environmentWith(const std::map<std::string, std::string>& extra) {
    std::vector<std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (!extra.contains(text.substr(0, text.find('=')))) {
            out.push_back(text);
        }
    }
    for (const auto& [name, value] : extra) {
        out.push_back(name + "=" + value);
    }
    return out;
}

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

// Only async-signal-safe calls: other threads of the parent may hold locks.
[[noreturn]] void becomeProgram(char* const* arguments, char* const* environment, int output, int failurePipe,
                                pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) {
        ::_exit(127); // the parent died before the line above
    }
    if (output >= 0) {
        ::dup2(output, STDOUT_FILENO);
    }
    ::execve(arguments[0], arguments, environment);
    const int error = errno;
    (void)!::write(failurePipe, &error, sizeof error);
    ::_exit(127);
}

// Reads until the end of the output, passing a stop request on once.
std::string collect(const FileDescriptor& from, pid_t child) {
    std::string out;
    bool passedOn = false;
    for (;;) {
        if (Cancellation::requested() && !passedOn) {
            ::kill(child, SIGTERM);
            passedOn = true;
        }
        pollfd wait{from.get(), POLLIN, 0};
        if (::poll(&wait, 1, 100) <= 0) {
            continue;
        }
        std::array<char, 65536> buffer{};
        const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return out;
        }
        if (out.size() < kOutputLimit) {
            out.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }
}

int waitFor(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

SubprocessResult runSubprocess(const SubprocessOptions& options) {
    std::vector<std::string> arguments = options.arguments;
    std::vector<std::string> environment = environmentWith(options.extraEnvironment);
    const std::vector<char*> argv = pointers(arguments);
    const std::vector<char*> envp = pointers(environment);
    Pipe output = makePipe();
    Pipe started = makePipe();
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) {
        throw systemError(arguments[0], HALYARD_TEXT("starting"), errno);
    }
    if (child == 0) {
        becomeProgram(argv.data(), envp.data(), options.captureOutput ? output.write.get() : -1, started.write.get(),
                      parent);
    }
    (void)output.write.close();
    (void)started.write.close();
    int execError = 0;
    if (::read(started.read.get(), &execError, sizeof execError) == static_cast<ssize_t>(sizeof execError)) {
        waitFor(child);
        throw systemError(arguments[0], HALYARD_TEXT("starting"), execError);
    }
    SubprocessResult result;
    if (options.captureOutput) {
        result.output = collect(output.read, child);
    }
    int status = 0;
    bool passedOn = false;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (Cancellation::requested() && !passedOn) {
            ::kill(child, SIGTERM);
            passedOn = true;
        }
        ::poll(nullptr, 0, 20);
    }
    result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return result;
}

std::filesystem::path currentProgram() {
    return std::filesystem::read_symlink("/proc/self/exe");
}

} // namespace halyard
