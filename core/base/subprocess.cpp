// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/subprocess.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/spawn.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
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

} // namespace

SubprocessResult runSubprocess(const SubprocessOptions& options) {
    Pipe output = makePipe();
    SpawnOptions program;
    program.arguments = options.arguments;
    program.extraEnvironment = options.extraEnvironment;
    program.standardOutput = options.captureOutput ? output.write.get() : -1;
    const pid_t child = spawn(program);
    (void)output.write.close();
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
