// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace halyard {

// log/worker-N.txt of a run: what a rank prints. A file that reaches half of its limit becomes worker-N.old.txt, taking
// the place of an older one, so the two never exceed the limit. A log that cannot be written (a full disk) is given up:
// it must not end a run.
class WorkerLog {
public:
    static constexpr std::uint64_t kLimit = 16U << 20U;

    WorkerLog(std::filesystem::path path, std::uint64_t limit = kLimit);

    void append(std::string_view text);
    // The last line of the text so far that holds more than spaces, without what a carriage return overwrote; made
    // printable, at most 500 bytes. Empty when nothing was said.
    [[nodiscard]] std::string lastWords() const;
    // The last 4 kB.
    [[nodiscard]] const std::string& tail() const { return m_tail; }

private:
    void rotate();

    std::filesystem::path m_path;
    std::uint64_t m_limit;
    std::uint64_t m_size = 0;
    FileDescriptor m_file;
    std::string m_tail;
};

} // namespace halyard
