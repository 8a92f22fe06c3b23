// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/run_summary.h"

#include <cstdint>
#include <string>

#include <QByteArray>

namespace halyard::remote {

// Members of an agent's pushes. What is missing or of another type is refused (Error): the connection is then closed.
[[nodiscard]] std::string textIn(const Json& push, const char* key);
[[nodiscard]] std::uint64_t wholeIn(const Json& push, const char* key);
[[nodiscard]] bool flagIn(const Json& push, const char* key);

// A push "bytes": a piece of a file.
struct BytesPush {
    std::uint64_t offset = 0, next = 0, size = 0, file = 0;
    bool restarted = false, end = false;
    QByteArray data;
};
[[nodiscard]] BytesPush bytesIn(const Json& push);
// Refuses a piece that does not begin where the one before ended.
void requireOffset(const BytesPush& piece, std::uint64_t due);

// Adds what a person saw of the run when asking, so that what another did meanwhile is noticed.
void addExpectation(Json& params, const RunSummary* shown);

} // namespace halyard::remote
