// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace halyard {

// A process for life: a pid is given to another process later, but never with the same start time in the same boot.
struct ProcessIdentity {
    std::string bootId;
    pid_t pid = 0;
    std::uint64_t startTime = 0; // clock ticks since boot

    friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

// Of a process that is there now; nothing when there is none with this pid.
[[nodiscard]] std::optional<ProcessIdentity> identityOf(pid_t pid);

// Whether that very process still runs.
[[nodiscard]] bool isAlive(const ProcessIdentity& process);

// Sends a signal to that very process, never to another that got its pid. False when it is gone.
bool sendSignal(const ProcessIdentity& process, int signal);

[[nodiscard]] Json toJson(const ProcessIdentity& process); // {"boot_id", "pid", "start_time"}
[[nodiscard]] std::optional<ProcessIdentity> processIdentityFromJson(const Json& document);

} // namespace halyard
