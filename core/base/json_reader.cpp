// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include "core/base/message.h"
#include "core/base/unicode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>

namespace halyard {

namespace {

constexpr std::size_t kNearBytes = 16;

// Bytes of a string that need no second look: ASCII without controls, quote and backslash.
constexpr std::array<bool, 256> makePlain() {
    std::array<bool, 256> plain{};
    for (unsigned byte = 0x20; byte < 0x80; ++byte) {
        plain[byte] = byte != '"' && byte != '\\';
    }
    return plain;
}
constexpr std::array<bool, 256> kPlain = makePlain();

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Whether a number that no double holds is too large, and not too small: the power of ten of its first digit.
bool isBeyondLargest(std::string_view written) {
    const std::size_t e = written.find_first_of("eE");
    const std::string_view mantissa = written.substr(0, e);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t first = mantissa.find_first_of("123456789");
    if (e != std::string_view::npos && written.substr(e + 1).size() > 12) {
        return written[e + 1] != '-';
    }
    long exponent = 0;
    if (e != std::string_view::npos) {
        const std::size_t digits = e + (written[e + 1] == '+' ? 2 : 1);
        std::from_chars(written.data() + digits, written.data() + written.size(), exponent);
    }
    return static_cast<long>(point) - static_cast<long>(first) + exponent > 0;
}

} // namespace

JsonReader::JsonReader(std::string_view text, int maxDepth, const std::string& source, Refuse refuse)
    : m_begin(text.data()), m_at(text.data()), m_end(text.data() + text.size()),
      m_maxDepth(static_cast<std::size_t>(maxDepth)), m_source(source), m_refuse(refuse) {}

void JsonReader::refuseAt(const char* at, JsonFault::Kind kind) const {
    const std::string_view text(m_begin, static_cast<std::size_t>(m_end - m_begin));
    JsonFault fault{kind, static_cast<std::size_t>(at - m_begin), {}, at != m_end && *at == '\0'};
    // That a file is in another encoding says more than what its bytes then look like.
    if (const auto bad = firstInvalidUtf8(text); bad && kind == JsonFault::Kind::Syntax) {
        fault.kind = JsonFault::Kind::NotUtf8;
        fault.byte = *bad;
    } else if (!bad) {
        std::size_t from = fault.byte - std::min(fault.byte, kNearBytes);
        while (from < fault.byte && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) {
            ++from;
        }
        const std::size_t size = fault.byte < text.size() ? decodeUtf8(text.substr(fault.byte)).size : 0;
        fault.near = printable(text.substr(from, fault.byte - from + size), 40);
    }
    m_refuse(fault, *this, m_source);
    std::abort(); // refuse must throw
}

void JsonReader::skipSpace() {
    while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\t' || *m_at == '\r')) {
        ++m_at;
    }
}

JsonReader::Event JsonReader::next() {
    skipSpace();
    if (m_at == m_end) {
        if (m_expect == Expect::Nothing) {
            return Event::End;
        }
        refuseAt(m_at);
    }
    if (m_expect == Expect::CommaOrEnd) {
        if (*m_at == ']' && m_open.back() == '[') {
            return close(Event::EndArray);
        }
        if (*m_at == '}' && m_open.back() == '{') {
            return close(Event::EndObject);
        }
        if (*m_at != ',') {
            refuseAt(m_at);
        }
        ++m_at;
        skipSpace();
        m_expect = m_open.back() == '{' ? Expect::Key : Expect::Value;
        if (m_at == m_end) {
            refuseAt(m_at);
        }
    }
    if (m_expect == Expect::KeyOrEnd && *m_at == '}') {
        return close(Event::EndObject);
    }
    if (m_expect == Expect::ValueOrEnd && *m_at == ']') {
        return close(Event::EndArray);
    }
    if (m_expect == Expect::Key || m_expect == Expect::KeyOrEnd) {
        return key();
    }
    if (m_expect == Expect::Nothing) {
        refuseAt(m_at);
    }
    return value(*m_at);
}

JsonReader::Event JsonReader::value(char first) {
    switch (first) {
    case '"':
        ++m_at;
        readText();
        afterValue();
        return Event::Text;
    case '{':
        return open('{', Event::BeginObject);
    case '[':
        return open('[', Event::BeginArray);
    case 't':
        return word("true", Event::True);
    case 'f':
        return word("false", Event::False);
    case 'n':
        return word("null", Event::Null);
    default:
        return number();
    }
}

JsonReader::Event JsonReader::key() {
    if (*m_at != '"') {
        refuseAt(m_at);
    }
    ++m_at;
    readText();
    skipSpace();
    if (m_at == m_end || *m_at != ':') {
        refuseAt(m_at);
    }
    ++m_at;
    m_expect = Expect::Value;
    return Event::Key;
}

JsonReader::Event JsonReader::open(char bracket, Event event) {
    if (m_open.size() >= m_maxDepth) {
        refuseAt(m_at, JsonFault::Kind::TooDeep);
    }
    ++m_at;
    m_open.push_back(bracket);
    m_expect = bracket == '{' ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    return event;
}

JsonReader::Event JsonReader::close(Event event) {
    ++m_at;
    m_open.pop_back();
    afterValue();
    return event;
}

JsonReader::Event JsonReader::word(std::string_view written, Event event) {
    for (const char c : written) {
        if (m_at == m_end || *m_at != c) {
            refuseAt(m_at);
        }
        ++m_at;
    }
    afterValue();
    return event;
}

JsonReader::Event JsonReader::number() {
    const char* const from = m_at;
    const auto digits = [&] {
        if (m_at == m_end || !isDigit(*m_at)) {
            refuseAt(m_at);
        }
        while (m_at != m_end && isDigit(*m_at)) {
            ++m_at;
        }
    };
    const bool negative = *m_at == '-';
    m_at += negative ? 1 : 0;
    if (m_at != m_end && *m_at == '0') {
        ++m_at; // a zero stands alone: what follows is judged as what follows a number
    } else {
        digits();
    }
    bool whole = true;
    if (m_at != m_end && *m_at == '.') {
        whole = false;
        ++m_at;
        digits();
    }
    if (m_at != m_end && (*m_at == 'e' || *m_at == 'E')) {
        whole = false;
        ++m_at;
        m_at += m_at != m_end && (*m_at == '+' || *m_at == '-') ? 1 : 0;
        digits();
    }
    m_text = {from, static_cast<std::size_t>(m_at - from)};
    afterValue();
    if (whole && !negative && std::from_chars(from, m_at, m_unsigned).ec == std::errc{}) {
        return Event::Unsigned;
    }
    if (whole && negative && std::from_chars(from, m_at, m_integer).ec == std::errc{}) {
        return Event::Integer;
    }
    real(from, negative);
    return Event::Real;
}

void JsonReader::real(const char* from, bool negative) {
    if (std::from_chars(from, m_at, m_real).ec == std::errc::result_out_of_range) {
        m_real = isBeyondLargest(m_text) ? std::numeric_limits<double>::infinity() : 0;
        m_real = negative ? -m_real : m_real;
    }
}

void JsonReader::readText() {
    const char* from = m_at;
    bool copied = false;
    for (;;) {
        while (m_at != m_end && kPlain[static_cast<unsigned char>(*m_at)]) {
            ++m_at;
        }
        if (m_at == m_end || static_cast<unsigned char>(*m_at) < 0x20) {
            refuseAt(m_at);
        }
        if (*m_at == '"') {
            break;
        }
        if (*m_at != '\\') {
            const DecodedCharacter c = decodeUtf8({m_at, static_cast<std::size_t>(m_end - m_at)});
            if (!c.valid) {
                refuseAt(m_at);
            }
            m_at += c.size;
            continue;
        }
        if (!copied) {
            m_unescaped.clear();
            copied = true;
        }
        m_unescaped.append(from, m_at);
        ++m_at;
        readEscape();
        from = m_at;
    }
    if (copied) {
        m_unescaped.append(from, m_at);
        m_text = m_unescaped;
    } else {
        m_text = {from, static_cast<std::size_t>(m_at - from)};
    }
    ++m_at;
}

void JsonReader::readEscape() {
    static constexpr std::string_view kLetters = "\"\\/bfnrtu";
    static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const std::size_t which = m_at == m_end ? std::string_view::npos : kLetters.find(*m_at);
    if (which == std::string_view::npos) {
        refuseAt(m_at);
    }
    ++m_at;
    if (which < kMeanings.size()) {
        m_unescaped += kMeanings[which];
        return;
    }
    char32_t c = readHex();
    if (c >= 0xDC00 && c <= 0xDFFF) {
        refuseAt(m_at - 1);
    }
    if (c >= 0xD800 && c <= 0xDBFF) {
        for (const char expected : {'\\', 'u'}) {
            if (m_at == m_end || *m_at != expected) {
                refuseAt(m_at);
            }
            ++m_at;
        }
        const char32_t low = readHex();
        if (low < 0xDC00 || low > 0xDFFF) {
            refuseAt(m_at - 1);
        }
        c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
    }
    appendUtf8(m_unescaped, c);
}

unsigned JsonReader::readHex() {
    unsigned value = 0;
    for (int i = 0; i < 4; ++i, ++m_at) {
        const char c = m_at == m_end ? '\0' : *m_at;
        const int digit = isDigit(c)                ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) {
            refuseAt(m_at);
        }
        value = 16 * value + static_cast<unsigned>(digit);
    }
    return value;
}

void JsonReader::skip(Event began) {
    if (began != Event::BeginObject && began != Event::BeginArray) {
        return;
    }
    for (const std::size_t outer = depth() - 1; depth() > outer;) {
        (void)next();
    }
}

} // namespace halyard
