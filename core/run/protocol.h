// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace halyard {

// What a workbench and `halyard-agent stdio` say to each other (ARCHITECTURE.md, "Protocol"): JSON objects, one a line,
// UTF-8, over a pipe or an SSH channel.
//   agent:     a line with the marker alone, then {"seq":1,"hello":{…}}
//   workbench: {"id":"7","verb":"start","params":{"run":"1-align"}}
//   agent:     {"seq":2,"id":"7","ok":{…}}   or
//   {"seq":2,"id":"7","error":{"pattern":…,"arguments":…,"kind":2,"text":…}} agent:
//   {"seq":3,"push":"bytes","follow":1,…}
// Both sides take the other's bytes for hostile.

inline constexpr int kProtocolVersion = 1;
inline constexpr int kOldestReadingVersion = 1; // of a workbench that may read; it commands with kProtocolVersion alone

struct WireLimits {
    std::size_t line = std::size_t{1} << 20U;    // bytes, without its newline
    std::size_t banner = std::size_t{64} << 10U; // before the marker's line
    std::chrono::seconds silence{60};            // between the first byte of a line and its newline
    int depth = 32;
};

// Who sent what is read; refusals name it.
enum class Peer {
    Agent,
    Workbench
};

// Takes bytes in any pieces and gives lines. Every refusal is an Error(Failed) of one sentence; the connection is of no
// use after it.
class LineReader {
public:
    using Clock = std::chrono::steady_clock;

    // A marker: everything before a line that is the marker alone is skipped.
    explicit LineReader(Peer from, std::string marker = {}, WireLimits limits = {});

    void take(std::string_view bytes, Clock::time_point now = Clock::now());
    // The next complete line without its newline. A line over the limit is refused as soon as it is.
    [[nodiscard]] std::optional<std::string> next();
    // Refuses a line whose end does not come.
    void checkSilence(Clock::time_point now = Clock::now()) const;
    // The other side has closed: refuses when a half line is left or the marker never came.
    void finish() const;

    [[nodiscard]] bool sawMarker() const { return m_marker.empty(); }
    [[nodiscard]] std::size_t buffered() const { return m_buffer.size() - m_begin; }

private:
    void skipBanner();
    [[nodiscard]] std::size_t lineEnd();

    Peer m_from;
    std::string m_marker; // empty once seen
    WireLimits m_limits;
    std::string m_buffer;
    std::size_t m_begin = 0;  // of the current line
    std::size_t m_looked = 0; // up to here there is no newline
    std::size_t m_skipped = 0;
    Clock::time_point m_lineBegan;
};

// One line as a JSON object; refused (Failed) when it is none, is UTF-16, nests too deep, repeats a key, …
[[nodiscard]] Json messageFromLine(std::string_view line, Peer from, const WireLimits& limits = {});

struct Request {
    std::string id; // 1–64 letters, digits, "-", "_"; empty for "ack", which is not answered
    std::string verb;
    Json params = Json::object();
};
// Throws Error(Failed) when it cannot be answered for want of an id, Error(InvalidInput) for anything else; then id is
// set.
void readRequest(const Json& message, Request& request);
[[nodiscard]] std::string toLine(const Request& request);

// What an agent sends.
struct AgentMessage {
    enum class Kind {
        Hello,
        Result,
        Refusal,
        Push
    };
    Kind kind = Kind::Push;
    std::uint64_t seq = 0;
    std::string id;             // Result, Refusal
    Json body = Json::object(); // of Hello and Result; of a Push the whole message
    std::optional<Error> error; // Refusal
};
[[nodiscard]] AgentMessage agentMessageFrom(Json message);
// Lines of an agent, with their newline. A result or refusal too long for a line becomes a refusal that says so.
[[nodiscard]] std::string helloLine(std::uint64_t seq, const Json& hello);
[[nodiscard]] std::string resultLine(std::uint64_t seq, const std::string& id, const Json& result);
[[nodiscard]] std::string refusalLine(std::uint64_t seq, const std::string& id, const Error& error);
[[nodiscard]] std::string pushLine(std::uint64_t seq, Json push);

// Counts an agent's messages: each is one more than the one before.
class SequenceCheck {
public:
    void take(std::uint64_t seq); // throws Error(Failed)

private:
    std::uint64_t m_next = 1;
};

// Answers given on a connection, so that a request that comes twice has one effect and one answer. Bounded: the oldest
// are forgotten; verbs are made so that doing them again does nothing (see isRepeatable).
class AnswerMemory {
public:
    struct Given {
        bool ok = false;
        Json result;
        std::optional<Error> error;
    };
    // The answer given to this very request; nothing for a new one. Throws Error(InvalidInput) when its id was that of
    // another request.
    [[nodiscard]] const Given* find(const Request& request) const;
    void keep(const Request& request, Given given);

private:
    struct Entry {
        std::string request;
        Given given;
        std::size_t bytes = 0;
    };
    std::map<std::string, Entry> m_entries;
    std::deque<std::string> m_order;
    std::size_t m_bytes = 0;
};

// What is known of a verb by both sides.
struct VerbInfo {
    std::string_view name;
    bool changes = false;   // an older workbench may not
    bool repeatable = true; // asking twice is harmless, also on another connection
};
[[nodiscard]] const VerbInfo* findVerb(std::string_view name);

// Whether a version of a workbench may read from, and may command, an agent of this program.
struct Agreement {
    bool mayRead = false;
    bool mayCommand = false;
};
[[nodiscard]] Agreement agreementWith(int workbench, int current = kProtocolVersion,
                                      int oldest = kOldestReadingVersion);

} // namespace halyard
