// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/forecast/child.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/spawn.h"
#include "core/run/installation.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace {

// Busy seconds of all cores since the machine was started.
double machineSeconds() {
    std::ifstream stat("/proc/stat");
    std::string label;
    double user = 0;
    double nice = 0;
    double system = 0;
    stat >> label >> user >> nice >> system;
    return (user + nice + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double secondsOf(const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

} // namespace

ChildReport runWorker(const std::vector<std::string>& words, const std::filesystem::path& log) {
    const FileDescriptor output(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!output.isOpen()) {
        throw systemError(log.string(), HALYARD_TEXT("writing"), errno);
    }
    SpawnOptions program;
    program.arguments = {findWorker().string()};
    program.arguments.insert(program.arguments.end(), words.begin(), words.end());
    program.extraEnvironment = {{"LD_LIBRARY_PATH", libraryPathWith(findTorch())}};
    program.standardOutput = program.standardError = output.get();
    const double before = machineSeconds();
    const auto start = std::chrono::steady_clock::now();
    const pid_t pid = spawn(program);
    int status = 0;
    rusage usage{};
    while (::wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw failure(HALYARD_TEXT("halyard-worker {words} failed; {log} says why."),
                      {{"words", words[0] + " " + words.back()}, {"log", log.string()}});
    }
    ChildReport report;
    report.wallSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report.cpuSeconds = secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
    report.peakBytes = 1024 * static_cast<double>(usage.ru_maxrss);
    report.foreignCores = std::max(0.0, (machineSeconds() - before - report.cpuSeconds) / report.wallSeconds);
    return report;
}

} // namespace halyard
