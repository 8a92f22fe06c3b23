// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>

namespace halyard {

// Where the kernel says that it ended a process because memory ran out.
struct MemorySources {
    std::filesystem::path counter; // memory.events (cgroup 2) or memory.oom_control (cgroup 1): its line "oom_kill N"
    std::filesystem::path log;     // the kernel's log, /dev/kmsg
};
// Those of this process' control group.
[[nodiscard]] MemorySources memorySourcesHere();

enum class MemoryVerdict { OutOfMemory, NotOutOfMemory, CannotBeSeen };

// Compares what the kernel counted before and after. Made before a process starts, asked after it was killed.
class MemoryEvidence {
public:
    explicit MemoryEvidence(MemorySources sources);
    // Out of memory: the control group's counter has grown, or the log names this process. A source that cannot be read
    // says nothing.
    [[nodiscard]] MemoryVerdict verdictOn(pid_t process) const;

private:
    [[nodiscard]] std::optional<std::uint64_t> count() const;
    [[nodiscard]] std::optional<bool> logNames(pid_t process) const;

    MemorySources m_sources;
    FileDescriptor m_log; // at the end of the log as it was before
    std::optional<std::uint64_t> m_before;
};

} // namespace halyard
