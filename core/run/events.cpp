// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/events.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unique_id.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 20U;
// ,"c":"xxxxxxxx"} at the end of a line
constexpr std::string_view kSumBegins = ",\"c\":\"";
constexpr std::string_view kSumEnds = "\"}";
constexpr std::size_t kSumDigits = 8;
constexpr std::size_t kSumSize = kSumBegins.size() + kSumDigits + kSumEnds.size();

std::string hexadecimal(std::uint32_t value) {
    static const char kDigits[] = "0123456789abcdef";
    std::string out(kSumDigits, '0');
    for (std::size_t i = 0; i < kSumDigits; ++i) {
        out[kSumDigits - 1 - i] = kDigits[(value >> (4 * i)) & 15U];
    }
    return out;
}

// Text of invalid UTF-8 in a field must not lose the event; non-finite numbers become null.
std::string dumped(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Seconds with three decimals, whatever the locale writes for a decimal point.
std::string secondsNow() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    const std::string fraction = std::to_string(milliseconds % 1000 + 1000);
    return std::to_string(milliseconds / 1000) + "." + fraction.substr(1);
}

bool endsInNewline(int file, const std::filesystem::path& path) {
    const off_t size = ::lseek(file, 0, SEEK_END);
    if (size < 0) {
        throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
    }
    char last = '\n';
    if (size > 0 && uninterrupted([&] { return ::pread(file, &last, 1, size - 1); }) != 1) {
        throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
    }
    return last == '\n';
}

std::optional<Event> decode(const std::string& line) {
    if (line.size() <= kSumSize) {
        return std::nullopt;
    }
    const std::string_view whole(line);
    const std::string_view body = whole.substr(0, whole.size() - kSumSize);
    const std::string sum = std::string(kSumBegins) + hexadecimal(crc32c(body)) + std::string(kSumEnds);
    if (whole.substr(body.size()) != sum) {
        return std::nullopt;
    }
    try {
        Event event;
        event.fields = parseJson(whole, "events.jsonl", {.maxBytes = kLongestLine, .allowBigIntegers = true});
        event.name = std::move(event.fields.at("e").get_ref<std::string&>());
        event.time = event.fields.at("t").get<double>();
        event.segment = std::move(event.fields.at("seg").get_ref<std::string&>());
        for (const char* key : {"e", "t", "seg", "c"}) {
            event.fields.erase(key);
        }
        return event;
    } catch (const Error&) {
        return std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

} // namespace

EventWriter::EventWriter(const std::filesystem::path& eventsJsonl) : m_path(eventsJsonl), m_segment(uniqueId()) {
    m_file = FileDescriptor(
        uninterrupted([&] { return ::open(m_path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666); }));
    if (!m_file.isOpen()) {
        throw systemError(m_path.string(), HALYARD_TEXT("writing"), errno);
    }
    if (!endsInNewline(m_file.get(), m_path)) {
        writeAll(m_file, "\n", m_path);
    }
}

void EventWriter::write(const std::string& event, Json fields) {
    for (const char* key : {"e", "t", "seg", "c"}) {
        fields.erase(key);
    }
    std::string line = "{\"e\":" + dumped(event) + ",\"t\":" + secondsNow() + ",\"seg\":" + dumped(m_segment);
    if (!fields.empty()) {
        line += "," + dumped(fields).substr(1);
        line.pop_back(); // the closing brace follows the sum
    }
    line += std::string(kSumBegins) + hexadecimal(crc32c(line)) + std::string(kSumEnds);
    if (line.size() > kLongestLine) {
        throw failure(HALYARD_TEXT("{path}: the event \"{event}\" has {size} bytes; the limit is {limit}."),
                      {{"path", printable(m_path.string())},
                       {"event", printable(event)},
                       {"size", grouped(line.size())},
                       {"limit", grouped(kLongestLine)}});
    }
    // A line that a full disk cut short must not swallow the one that says so.
    const std::string before = m_torn ? "\n" : "";
    m_torn = true;
    writeAll(m_file, before + line + "\n", m_path);
    m_torn = false;
}

// Never holds more than one line of the allowed length.
void EventDecoder::take(std::string_view bytes, std::vector<Event>& events) {
    while (!bytes.empty()) {
        const std::size_t newline = bytes.find('\n');
        const std::size_t size = std::min(newline, bytes.size());
        if (m_line.size() + size <= kLongestLine) {
            m_line.append(bytes.substr(0, size));
        } else {
            m_tooLong = true;
        }
        m_taken += size;
        if (newline == std::string_view::npos) {
            return;
        }
        ++m_taken;
        bytes.remove_prefix(newline + 1);
        finishLine(events);
    }
}

void EventDecoder::finishLine(std::vector<Event>& events) {
    auto event = m_tooLong ? std::nullopt : decode(m_line);
    if (event) {
        events.push_back(std::move(*event));
    } else {
        ++m_damaged;
    }
    m_offset += m_taken;
    m_line.clear();
    m_taken = 0;
    m_tooLong = false;
}

EventLog readEvents(const std::filesystem::path& eventsJsonl, std::uint64_t offset) {
    EventLog log;
    const FileDescriptor file = openRegularFile(eventsJsonl);
    EventDecoder lines(offset);
    std::array<char, 1U << 16U> buffer;
    for (std::uint64_t at = offset;;) {
        const ssize_t got = ::pread(file.get(), buffer.data(), buffer.size(), static_cast<off_t>(at));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw systemError(eventsJsonl.string(), HALYARD_TEXT("reading"), errno);
        }
        if (got == 0) {
            log.nextOffset = lines.nextOffset();
            log.damagedLines = lines.damagedLines();
            log.tornTail = lines.hasTornTail();
            return log;
        }
        lines.take(std::string_view(buffer.data(), static_cast<std::size_t>(got)), log.events);
        at += static_cast<std::uint64_t>(got);
    }
}

} // namespace halyard
