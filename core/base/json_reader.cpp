// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include "core/base/message.h"
#include "core/base/unicode.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace halyard {

namespace {

using Kind = JsonEvent::Kind;
namespace dom = simdjson::dom;

constexpr std::size_t kNearBytes = 16;

// Hands events over, counting levels and numbers. What an event does not use keeps an earlier value.
class Events {
public:
    Events(std::string_view text, int maxDepth, const JsonTake& take, const JsonRefuse& refuse)
        : m_text(text), m_maxDepth(maxDepth), m_take(take), m_refuse(refuse) {
        m_event.document = text;
    }

    // These answer true: go on.
    bool simple(Kind kind) {
        m_event.kind = kind;
        m_take(m_event);
        return true;
    }
    bool open(Kind kind) {
        if (m_depth == m_maxDepth) {
            refuse({.kind = JsonFault::Kind::TooDeep});
        }
        ++m_depth;
        return simple(kind);
    }
    bool close(Kind kind) {
        --m_depth;
        return simple(kind);
    }
    bool text(Kind kind, std::string_view text) {
        m_event.text = text;
        return simple(kind);
    }
    bool whole(std::uint64_t value) {
        m_event.unsignedValue = value;
        return number(Kind::Unsigned, {});
    }
    bool whole(std::int64_t value) {
        m_event.integerValue = value;
        return number(Kind::Integer, {});
    }
    bool real(Kind kind, double value, std::string_view written) {
        m_event.realValue = value;
        return number(kind, written);
    }
    [[nodiscard]] std::string_view document() const { return m_text; }
    [[noreturn]] void refuseAt(std::size_t byte) const;

private:
    bool number(Kind kind, std::string_view written) {
        m_event.text = written;
        ++m_event.number;
        return simple(kind);
    }
    [[noreturn]] void refuse(const JsonFault& fault) const {
        m_refuse(fault);
        std::abort(); // refuse must throw
    }

    std::string_view m_text;
    int m_maxDepth;
    const JsonTake& m_take;
    const JsonRefuse& m_refuse;
    int m_depth = 0;
    JsonEvent m_event; // the same for all: there are millions
};

void Events::refuseAt(std::size_t byte) const {
    // That a file is in another encoding says more than what its bytes then look like.
    if (const auto bad = firstInvalidUtf8(m_text)) {
        refuse({.kind = JsonFault::Kind::NotUtf8, .byte = *bad});
    }
    std::size_t from = byte - std::min(byte, kNearBytes);
    while (from < byte && (static_cast<unsigned char>(m_text[from]) & 0xC0U) == 0x80U) {
        ++from;
    }
    const std::size_t size = byte < m_text.size() ? decodeUtf8(m_text.substr(byte)).size : 0;
    refuse({.byte = byte,
            .near = printable(m_text.substr(from, byte - from + size), 40),
            .isNul = byte < m_text.size() && m_text[byte] == '\0'});
}

// Hands over the document that simdjson built. The vector makes nesting depth a counter instead of stack frames.
class DocumentWalk {
public:
    explicit DocumentWalk(Events& events) : m_events(events) {}

    void walk(dom::element root) {
        value(root);
        while (!m_levels.empty()) {
            if (auto* const object = std::get_if<Members>(&m_levels.back())) {
                member(*object);
            } else {
                item(std::get<Items>(m_levels.back()));
            }
        }
    }

private:
    using Members = std::pair<dom::object::iterator, dom::object::iterator>; // the next one and the end
    using Items = std::pair<dom::array::iterator, dom::array::iterator>;

    void member(Members& members) {
        if (members.first == members.second) {
            m_levels.pop_back();
            m_events.close(Kind::EndObject);
            return;
        }
        m_events.text(Kind::Key, members.first.key());
        const dom::element one = members.first.value();
        ++members.first;
        value(one);
    }

    void item(Items& items) {
        if (items.first == items.second) {
            m_levels.pop_back();
            m_events.close(Kind::EndArray);
            return;
        }
        const dom::element one = *items.first;
        ++items.first;
        value(one);
    }

    // "members" and "items" above do not outlive this: it may add a level.
    bool value(dom::element element) {
        switch (element.type()) {
        case dom::element_type::OBJECT: {
            const dom::object object = element.get_object().value_unsafe();
            m_levels.emplace_back(Members(object.begin(), object.end()));
            return m_events.open(Kind::BeginObject);
        }
        case dom::element_type::ARRAY: {
            const dom::array array = element.get_array().value_unsafe();
            m_levels.emplace_back(Items(array.begin(), array.end()));
            return m_events.open(Kind::BeginArray);
        }
        case dom::element_type::STRING:
            return m_events.text(Kind::Text, element.get_string().value_unsafe());
        case dom::element_type::UINT64:
            return m_events.whole(element.get_uint64().value_unsafe());
        case dom::element_type::INT64: {
            const std::int64_t whole = element.get_int64().value_unsafe();
            return whole < 0 ? m_events.whole(whole) : m_events.whole(static_cast<std::uint64_t>(whole));
        }
        case dom::element_type::DOUBLE:
            return m_events.real(Kind::Real, element.get_double().value_unsafe(), {});
        case dom::element_type::BOOL:
            return m_events.simple(element.get_bool().value_unsafe() ? Kind::True : Kind::False);
        case dom::element_type::NULL_VALUE:
            break;
        }
        return m_events.simple(Kind::Null);
    }

    Events& m_events;
    std::vector<std::variant<Members, Items>> m_levels;
};

// Takes what nlohmann's parser meets, which is iterative and holds one text at a time. It names the functions.
class SlowEvents {
public:
    using Parser = nlohmann::json;

    explicit SlowEvents(Events& events)
        : m_events(events), m_text(events.document().substr(0, events.document().find('\0'))) {}

    void read() {
        (void)Parser::sax_parse(m_text.begin(), m_text.end(), this);
        if (m_text.size() != m_events.document().size()) {
            m_events.refuseAt(m_text.size());
        }
    }

    bool null() { return m_events.simple(Kind::Null); }
    bool boolean(bool value) { return m_events.simple(value ? Kind::True : Kind::False); }
    bool number_integer(std::int64_t value) { return m_events.whole(value); }
    bool number_unsigned(std::uint64_t value) { return m_events.whole(value); }
    bool number_float(double value, const std::string& written) {
        const bool isWhole = written.find_first_of(".eE") == std::string::npos;
        return m_events.real(isWhole ? Kind::BigInteger : Kind::Real, value, written);
    }
    bool string(const std::string& value) { return m_events.text(Kind::Text, value); }
    bool key(const std::string& value) { return m_events.text(Kind::Key, value); }
    bool start_object(std::size_t /*size*/) { return m_events.open(Kind::BeginObject); }
    bool end_object() { return m_events.close(Kind::EndObject); }
    bool start_array(std::size_t /*size*/) { return m_events.open(Kind::BeginArray); }
    bool end_array() { return m_events.close(Kind::EndArray); }
    bool binary(const Parser::binary_t& /*value*/) { return false; } // JSON has none
    // bytesRead counts the end of the text, too.
    bool parse_error(std::size_t bytesRead, const std::string& token, const Parser::exception& error) {
        constexpr int kBeyondLargest = 406;
        if (error.id == kBeyondLargest) {
            constexpr double kInfinity = std::numeric_limits<double>::infinity();
            number_float(token.starts_with('-') ? -kInfinity : kInfinity, token);
        }
        const bool isCut = bytesRead > m_text.size();
        m_events.refuseAt(isCut ? m_text.size() : bytesRead - std::min(bytesRead, faultyBytes(token)));
    }

private:
    // A whole word where none may stand is faulty from its first byte on, anything else at the last byte read. Before
    // true, false and null "read" has more.
    static std::size_t faultyBytes(std::string_view read) {
        for (const std::string_view word : {"true", "false", "null"}) {
            if (read.ends_with(word)) {
                return word.size();
            }
        }
        return Parser::accept(read) ? read.size() : 1;
    }

    Events& m_events;
    std::string_view m_text; // up to a NUL: that parser takes it for the end
};

// simdjson does not tell -0 from 0.
bool hasNegativeZero(std::string_view text) {
    for (std::size_t at = text.find("-0"); at != std::string_view::npos; at = text.find("-0", at + 2)) {
        if (at + 2 == text.size() || std::string_view(",]} \n\r\t").find(text[at + 2]) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string JsonEvent::written() const {
    if (kind == Kind::Unsigned) {
        return std::to_string(unsignedValue);
    }
    if (kind == Kind::Integer) {
        return integerValue == 0 ? "-0" : std::to_string(integerValue);
    }
    if (!text.empty()) {
        return std::string(text);
    }
    std::string found;
    const JsonTake take = [&](const JsonEvent& event) {
        if (event.number == number && found.empty()) {
            found = event.text;
        }
    };
    const JsonRefuse refuse = [](const JsonFault&) { throw std::logic_error("two JSON parsers disagree"); };
    Events events(document, std::numeric_limits<int>::max(), take, refuse);
    SlowEvents(events).read();
    return found;
}

void readJson(std::string_view text, int maxDepth, const JsonTake& take, const JsonRefuse& refuse) {
    Events events(text, maxDepth, take, refuse);
    if (text.starts_with("\xEF\xBB\xBF")) {
        events.refuseAt(0); // the parsers pass over a byte-order mark, or do so from some version on
    }
    dom::parser parser;
    dom::element root;
    // The walk counts levels; simdjson, which does not count empty ones, needs to go that far only.
    const std::size_t depth = static_cast<std::size_t>(maxDepth) + 2;
    const bool isSound = !hasNegativeZero(text) &&
                         parser.allocate(std::max<std::size_t>(text.size(), 1), depth) == simdjson::SUCCESS &&
                         parser.parse(text.data(), text.size()).get(root) == simdjson::SUCCESS;
    if (isSound) {
        DocumentWalk(events).walk(root);
    } else {
        SlowEvents(events).read();
    }
}

} // namespace halyard
