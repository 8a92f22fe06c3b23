// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/memory_evidence.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

bool holdsMemory(const std::string& controllers) {
    return ("," + controllers + ",").find(",memory,") != std::string::npos;
}

// The first that exists: a container may show its own group at the top instead of at its path.
fs::path firstOf(std::initializer_list<fs::path> candidates) {
    for (const fs::path& candidate : candidates) {
        std::error_code error;
        if (fs::exists(candidate, error)) {
            return candidate;
        }
    }
    return {};
}

} // namespace

MemorySources memorySourcesHere() {
    const fs::path root = "/sys/fs/cgroup";
    fs::path counter;
    std::ifstream groups("/proc/self/cgroup");
    // "ID:CONTROLLERS:/PATH" a line; cgroup 2 has no controllers there.
    for (std::string line; counter.empty() && std::getline(groups, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (second == std::string::npos || second + 1 >= line.size()) {
            continue;
        }
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const fs::path below = fs::path(line.substr(second + 1)).relative_path();
        if (controllers.empty()) {
            counter = firstOf({root / below / "memory.events", root / "memory.events"});
        } else if (holdsMemory(controllers)) {
            counter = firstOf({root / "memory" / below / "memory.oom_control", root / "memory" / "memory.oom_control"});
        }
    }
    return {counter, "/dev/kmsg"};
}

MemoryEvidence::MemoryEvidence(MemorySources sources)
    : m_sources(std::move(sources)), m_log(::open(m_sources.log.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)) {
    if (m_log.isOpen() && ::lseek(m_log.get(), 0, SEEK_END) < 0) {
        (void)m_log.close();
    }
    m_before = count();
}

MemoryVerdict MemoryEvidence::verdictOn(pid_t process) const {
    const auto after = count();
    const auto named = logNames(process);
    if ((m_before && after && *after > *m_before) || named == true) {
        return MemoryVerdict::OutOfMemory;
    }
    return (m_before && after) || named ? MemoryVerdict::NotOutOfMemory : MemoryVerdict::CannotBeSeen;
}

std::optional<std::uint64_t> MemoryEvidence::count() const {
    std::ifstream file(m_sources.counter);
    const std::string key = "oom_kill ";
    for (std::string line; std::getline(file, line);) {
        std::uint64_t value = 0;
        if (line.starts_with(key) &&
            std::from_chars(line.data() + key.size(), line.data() + line.size(), value).ec == std::errc()) {
            return value;
        }
    }
    return std::nullopt;
}

// "Out of memory: Killed process 1234 (halyard-worker) …", with or without the name of a control group before it.
std::optional<bool> MemoryEvidence::logNames(pid_t process) const {
    if (!m_log.isOpen()) {
        return std::nullopt;
    }
    const std::string mark = "Killed process " + std::to_string(process) + " ";
    std::string text;
    std::array<char, 8192> record{};
    for (;;) {
        const ssize_t got = ::read(m_log.get(), record.data(), record.size());
        if (got < 0 && (errno == EINTR || errno == EPIPE)) { // EPIPE: records were overwritten before they were read
            continue;
        }
        if (got <= 0) {
            return text.find(mark) != std::string::npos;
        }
        text.append(record.data(), static_cast<std::size_t>(got));
    }
}

} // namespace halyard
