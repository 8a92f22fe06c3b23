// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/line_reader.h"

#include "core/base/error.h"

#include <cerrno>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 18U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

LineReader::LineReader(std::filesystem::path path, std::size_t maxLineBytes)
    : m_path(std::move(path)), m_maxLineBytes(maxLineBytes), m_file(openRegularFile(m_path)),
      m_size(fileSize(m_file, m_path)) {}

void LineReader::seek(std::uint64_t offset, std::int64_t number) {
    if (::lseek(m_file.get(), static_cast<off_t>(offset), SEEK_SET) < 0) {
        throw systemError(m_path.string(), HALYARD_TEXT("reading"), errno);
    }
    m_offset = offset;
    m_number = number;
    m_buffer.clear();
    m_begin = 0;
}

// Drops what was read, then appends more of the file; false at its end.
bool LineReader::fill() {
    m_buffer.erase(0, m_begin);
    m_begin = 0;
    const std::size_t filled = m_buffer.size();
    m_buffer.resize(filled + kReadBytes);
    ssize_t got = 0;
    do {
        got = ::read(m_file.get(), m_buffer.data() + filled, kReadBytes);
    } while (got < 0 && errno == EINTR);
    m_buffer.resize(filled + static_cast<std::size_t>(got < 0 ? 0 : got));
    if (got < 0) {
        throw systemError(m_path.string(), HALYARD_TEXT("reading"), errno);
    }
    return got > 0;
}

LineReader::Status LineReader::next() {
    bool tooLong = false;
    std::size_t searched = 0; // bytes after m_begin known to hold no newline
    std::uint64_t passed = 0; // bytes of a line too long that were dropped
    for (;;) {
        const std::size_t newline = m_buffer.find('\n', m_begin + searched);
        const std::size_t length = (newline == std::string::npos ? m_buffer.size() : newline) - m_begin;
        tooLong = tooLong || length > m_maxLineBytes;
        const bool atEnd = newline == std::string::npos && [&] {
            searched = length;
            if (tooLong) {
                passed += length;
                m_begin = m_buffer.size();
                searched = 0;
            }
            return !fill();
        }();
        if (newline == std::string::npos && !atEnd) {
            continue;
        }
        const std::size_t rest = atEnd ? m_buffer.size() - m_begin : length;
        if (atEnd && rest == 0 && passed == 0) {
            m_line = {};
            return Status::End;
        }
        m_line = std::string_view(m_buffer).substr(m_begin, rest);
        m_begin += rest + (atEnd ? 0 : 1);
        m_offset += passed + rest + (atEnd ? 0 : 1);
        ++m_number;
        break;
    }
    if (m_number == 1 && m_line.starts_with(kByteOrderMark)) {
        m_line.remove_prefix(kByteOrderMark.size());
    }
    if (m_line.ends_with('\r')) {
        m_line.remove_suffix(1);
    }
    return tooLong ? Status::TooLong : Status::Line;
}

} // namespace halyard
