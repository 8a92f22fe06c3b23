// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/protocol.h"

namespace halyard {

namespace {

Error brokenStream(Peer from, Sentence fromAgent, Sentence fromWorkbench, Arguments arguments = {}) {
    return failure(from == Peer::Agent ? fromAgent : fromWorkbench, std::move(arguments));
}

} // namespace

LineReader::LineReader(Peer from, std::string marker, WireLimits limits)
    : m_from(from), m_marker(std::move(marker)), m_limits(limits) {}

void LineReader::take(std::string_view bytes, Clock::time_point now) {
    if (buffered() == 0) {
        m_lineBegan = now;
    }
    if (m_begin > m_limits.line) {
        m_buffer.erase(0, m_begin);
        m_looked -= m_begin;
        m_begin = 0;
    }
    m_buffer.append(bytes);
    skipBanner();
    if (m_buffer.find('\n', m_looked) != std::string::npos) {
        m_lineBegan = now;
    }
}

// The position of the newline that ends the current line, or npos; looks at no byte twice.
std::size_t LineReader::lineEnd() {
    const std::size_t end = m_buffer.find('\n', m_looked);
    m_looked = end == std::string::npos ? m_buffer.size() : end;
    return end;
}

void LineReader::skipBanner() {
    while (!m_marker.empty()) {
        const std::size_t end = lineEnd();
        const std::size_t skippedHere = (end == std::string::npos ? m_buffer.size() : end + 1) - m_begin;
        const bool found =
            end != std::string::npos && std::string_view(m_buffer).substr(m_begin, end - m_begin) == m_marker;
        if (!found && m_skipped + skippedHere > m_limits.banner) {
            throw failure(
                HALYARD_TEXT("The agent did not greet within the first {limit} bytes; the login prints \"{text}\". "
                             "Make the login quiet, or start the agent by hand to see what it says."),
                {{"limit", grouped(m_limits.banner)},
                 {"text", printable(std::string_view(m_buffer).substr(0, 80), 80)}});
        }
        if (end == std::string::npos) {
            return;
        }
        m_skipped += skippedHere;
        m_begin = m_looked = end + 1;
        if (found) {
            m_marker.clear();
        }
    }
}

std::optional<std::string> LineReader::next() {
    if (!m_marker.empty()) {
        return std::nullopt;
    }
    const std::size_t end = lineEnd();
    const std::size_t size = (end == std::string::npos ? m_buffer.size() : end) - m_begin;
    if (size > m_limits.line) {
        throw brokenStream(
            m_from,
            HALYARD_TEXT("The agent sent an unreadable line ({size} bytes or more, limit {limit}). The connection "
                         "was closed; runs are not affected."),
            HALYARD_TEXT("The workbench sent an unreadable line ({size} bytes or more, limit {limit}). The "
                         "connection was closed; runs are not affected."),
            {{"size", grouped(size)}, {"limit", grouped(m_limits.line)}});
    }
    if (end == std::string::npos) {
        return std::nullopt;
    }
    std::string line = m_buffer.substr(m_begin, size);
    m_begin = m_looked = end + 1;
    if (m_begin == m_buffer.size()) {
        m_buffer.clear();
        m_begin = m_looked = 0;
    }
    return line;
}

void LineReader::checkSilence(Clock::time_point now) const {
    const bool wholeLineWaits = m_buffer.find('\n', m_looked) != std::string::npos;
    if (buffered() == 0 || wholeLineWaits || now - m_lineBegan < m_limits.silence) {
        return;
    }
    const Arguments arguments = {{"size", grouped(buffered())}, {"seconds", std::to_string(m_limits.silence.count())}};
    throw brokenStream(
        m_from,
        HALYARD_TEXT("The agent began a line of {size} bytes and did not end it for {seconds} seconds. The "
                     "connection was closed; runs are not affected."),
        HALYARD_TEXT("The workbench began a line of {size} bytes and did not end it for {seconds} seconds. The "
                     "connection was closed; runs are not affected."),
        arguments);
}

void LineReader::finish() const {
    if (!m_marker.empty()) {
        throw failure(HALYARD_TEXT("The agent ended before its greeting; it printed \"{text}\"."),
                      {{"text", printable(std::string_view(m_buffer).substr(0, 200), 200)}});
    }
    if (buffered() > 0) {
        throw brokenStream(
            m_from,
            HALYARD_TEXT("The agent ended in the middle of a line ({size} bytes of it came). Runs are not affected."),
            HALYARD_TEXT("The workbench ended in the middle of a line ({size} bytes of it came). Runs are not "
                         "affected."),
            {{"size", grouped(buffered())}});
    }
}

} // namespace halyard
