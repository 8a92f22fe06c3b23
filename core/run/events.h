// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/json.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// events.jsonl of a run: one JSON object a line, append-only, each ending in the CRC-32C of the bytes of its line that
// stand before ,"c":
//   {"e":"step","t":1700000000.123,"seg":"<id>","step":12,…,"c":"89abcdef"}
// "e" names the event, "t" is Unix time, "seg" identifies the process that wrote it (a resumed run writes a new segment;
// where steps overlap the later segment counts). A reader leaves a torn last line and says so; a damaged line in the
// middle is skipped once and counted.
// Events: start, step, held_out, checkpoint, needles (early_needles.h), warning, non_finite, resumed, paused, continued, stopped, done, failed of the
// worker, cell of one that measures, child of one whose parts are runs; command, child, ranking (of a ga-s2 run: {step, kept})
// of the supervisor, which has a segment of its own.
// "sentence" of warning and failed events is their text with its arguments apart (core/base/message_json.h), to be
// translated; "need" and "have" of a paused event say that the disk was full, in bytes.
// halyard status reads "step", "loss" and "tokens_per_second" of step events and "reason" of failed ones.
class EventWriter {
public:
    // Opens for appending; a torn last line of an earlier process is closed with a newline first.
    explicit EventWriter(const std::filesystem::path& eventsJsonl);
    // Adds "e", "t", "seg" and "c"; flushed at once. A number that is not finite is written as null.
    void write(const std::string& event, Json fields);

private:
    std::filesystem::path m_path;
    FileDescriptor m_file;
    std::string m_segment;
    bool m_torn = false; // the last line could not be written to its end
};

struct Event {
    std::string name;
    double time = 0;
    std::string segment;
    Json fields;
};

struct EventLog {
    std::vector<Event> events;
    std::uint64_t nextOffset = 0;   // where to go on reading
    std::uint64_t damagedLines = 0; // in the middle, skipped
    bool tornTail = false;          // an incomplete last line was left for later
};
// Decodes the bytes of events.jsonl as they come, in any pieces: from a file, or from another machine.
class EventDecoder {
public:
    explicit EventDecoder(std::uint64_t offset = 0) : m_offset(offset) {}

    // Adds the events of the lines that are complete now.
    void take(std::string_view bytes, std::vector<Event>& events);

    [[nodiscard]] std::uint64_t nextOffset() const { return m_offset; } // of the first line that is not complete
    [[nodiscard]] std::uint64_t damagedLines() const { return m_damaged; }
    [[nodiscard]] bool hasTornTail() const { return m_taken > 0; }

private:
    void finishLine(std::vector<Event>& events);

    std::uint64_t m_offset;
    std::uint64_t m_damaged = 0;
    std::string m_line;
    std::uint64_t m_taken = 0; // bytes of the current line, kept or not
    bool m_tooLong = false;
};

// Reads from an offset to the last complete line. Each line is at most 1 MiB.
[[nodiscard]] EventLog readEvents(const std::filesystem::path& eventsJsonl, std::uint64_t offset = 0);

} // namespace halyard
