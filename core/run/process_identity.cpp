// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/process_identity.h"

#include "core/base/file.h"

#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace halyard {

namespace {

// Files of /proc have no size before they are read.
std::string readKernelFile(const std::string& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string content(4096, '\0');
    const ssize_t got = file.isOpen() ? ::read(file.get(), content.data(), content.size()) : 0;
    content.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return content;
}

// Field 22 of /proc/PID/stat. The name in field 2 may hold anything, so fields are counted after its last bracket.
std::optional<std::uint64_t> startTimeOf(pid_t pid) {
    const std::string stat = readKernelFile("/proc/" + std::to_string(pid) + "/stat");
    std::size_t at = stat.rfind(')');
    for (int field = 2; field < 22 && at != std::string::npos; ++field) {
        at = stat.find(' ', at + 1);
    }
    if (at == std::string::npos) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    const auto result = std::from_chars(stat.data() + at + 1, stat.data() + stat.size(), value);
    return result.ec == std::errc() ? std::optional(value) : std::nullopt;
}

} // namespace

std::optional<ProcessIdentity> identityOf(pid_t pid) {
    const auto startTime = startTimeOf(pid);
    if (!startTime) {
        return std::nullopt;
    }
    std::string bootId = readKernelFile("/proc/sys/kernel/random/boot_id");
    while (!bootId.empty() && bootId.back() == '\n') {
        bootId.pop_back();
    }
    return ProcessIdentity{bootId, pid, *startTime};
}

bool isAlive(const ProcessIdentity& process) {
    return identityOf(process.pid) == process;
}

bool sendSignal(const ProcessIdentity& process, int signal) {
    if (process.pid <= 1) {
        return false;
    }
    // The descriptor holds on to one process: identity is compared after it is open, so the pid cannot change hands
    // between the comparison and the signal.
    const FileDescriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
    if (!isAlive(process)) {
        return false;
    }
    if (handle.isOpen()) {
        return ::syscall(SYS_pidfd_send_signal, handle.get(), signal, nullptr, 0) == 0;
    }
    return ::kill(process.pid, signal) == 0; // a kernel or sandbox without pidfd
}

Json toJson(const ProcessIdentity& process) {
    return {{"boot_id", process.bootId}, {"pid", process.pid}, {"start_time", process.startTime}};
}

std::optional<ProcessIdentity> processIdentityFromJson(const Json& document) {
    const auto has = [&](const char* key, auto test) { return document.contains(key) && test(document[key]); };
    const auto isWhole = [](const Json& value) { return value.is_number_integer(); };
    const auto isText = [](const Json& value) { return value.is_string(); };
    if (!document.is_object() || !has("pid", isWhole) || !has("start_time", isWhole) || !has("boot_id", isText)) {
        return std::nullopt;
    }
    return ProcessIdentity{document["boot_id"].get<std::string>(), document["pid"].get<pid_t>(),
                           document["start_time"].get<std::uint64_t>()};
}

} // namespace halyard
