// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/protocol.h"
#include "remote/agent/project.h"

#include <filesystem>
#include <string>

namespace halyard {

struct ServerOptions {
    std::string marker;          // said before the first message; 32 hexadecimal digits
    std::filesystem::path agent; // that supervises and schedules; empty = beside this program
    int input = 0;
    int output = 1;
    // Of this program; another value is of use to tests alone.
    int protocol = kProtocolVersion;
    int oldestReading = kOldestReadingVersion;
    WireLimits limits;
    std::size_t mostUnread = std::size_t{4} << 20U; // bytes of answers: above, no more requests are read
};

// `halyard-agent stdio`: answers one workbench over two descriptors until it closes them. One loop and no waiting: what
// is followed is told in small pieces between the answers; when the other side does not read, nothing more is read from
// it and nothing more is prepared. Returns the exit code; what the workbench did wrong is told to it in a last push
// {"push":"closing","error":…}, and is thrown. Ends no run and needs none to end.
int serve(const Project& project, const ServerOptions& options);

} // namespace halyard
