// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace halyard::testing {

// One reader of files from outside, and files that it accepts.
struct Reader {
    const char* name;
    // Reads a file; what it may throw is Error.
    std::function<void(const std::filesystem::path& file)> read;
    std::vector<std::string> accepted;
};

[[nodiscard]] std::vector<Reader> readers();

} // namespace halyard::testing
