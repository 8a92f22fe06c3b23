// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spawn.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace {

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
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

// In the child. Only async-signal-safe calls: other threads of the parent may hold locks.
[[noreturn]] void becomeProgram(const SpawnOptions& options, char* const* arguments, char* const* environment,
                                int failurePipe, pid_t parent) {
    if (options.ownProcessGroup) {
        ::setpgid(0, 0);
    }
    ::prctl(PR_SET_PDEATHSIG, options.deathSignal);
    if (options.standardOutput >= 0) {
        ::dup2(options.standardOutput, STDOUT_FILENO);
    }
    if (options.standardError >= 0) {
        ::dup2(options.standardError, STDERR_FILENO);
    }
    if (options.inherited >= 0) {
        ::fcntl(options.inherited, F_SETFD, 0);
    }
    if (options.signalMask != nullptr) {
        ::sigprocmask(SIG_SETMASK, options.signalMask, nullptr);
    }
    if (::getppid() == parent) { // else it died before the line that ties us to it
        ::execve(arguments[0], arguments, environment);
    }
    const int error = errno;
    (void)!::write(failurePipe, &error, sizeof error);
    ::_exit(127);
}

} // namespace

pid_t spawn(const SpawnOptions& options) {
    std::vector<std::string> words = options.arguments;
    std::vector<std::string> variables = environmentWith(options.extraEnvironment);
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
        becomeProgram(options, arguments.data(), environment.data(), report.get(), parent);
    }
    int error = child < 0 ? errno : 0;
    (void)report.close();
    // The pipe closes without a word when the program begins.
    if (child > 0 && ::read(failed.get(), &error, sizeof error) == static_cast<ssize_t>(sizeof error)) {
        ::waitpid(child, nullptr, 0);
    }
    if (error != 0) {
        throw systemError(words[0], HALYARD_TEXT("starting"), error);
    }
    return child;
}

} // namespace halyard
