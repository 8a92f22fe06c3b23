// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace halyard {

// Reads a regular file line by line in bounded memory, from any offset. Lines end with "\n" or "\r\n"; a byte-order
// mark before the first line is passed over. Throws Error as core/base/file.h does.
class LineReader {
public:
    enum class Status {
        Line,
        TooLong, // a line of more than maxLineBytes; it was passed over
        End,
    };

    LineReader(std::filesystem::path path, std::size_t maxLineBytes);

    [[nodiscard]] Status next();
    // The line just read, without its ending; valid until the next call.
    [[nodiscard]] std::string_view line() const { return m_line; }
    // Number of the line just read, from 1.
    [[nodiscard]] std::int64_t number() const { return m_number; }
    // Where the next line begins in the file.
    [[nodiscard]] std::uint64_t offset() const { return m_offset; }
    [[nodiscard]] std::uint64_t size() const { return m_size; }

    // Goes on from a place that offset() and number() told.
    void seek(std::uint64_t offset, std::int64_t number);

private:
    [[nodiscard]] bool fill();

    std::filesystem::path m_path;
    std::size_t m_maxLineBytes;
    FileDescriptor m_file;
    std::uint64_t m_size = 0;
    std::uint64_t m_offset = 0;
    std::int64_t m_number = 0;
    std::string m_buffer;
    std::size_t m_begin = 0; // of the unread part of m_buffer
    std::string_view m_line;
};

} // namespace halyard
