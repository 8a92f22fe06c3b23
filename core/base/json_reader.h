// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace halyard {

// What is wrong with a text that is to be JSON.
struct JsonFault {
    enum class Kind {
        Syntax,  // the byte at "byte" cannot stand there; at the end of the text: something is missing
        NotUtf8, // the byte at "byte" does not begin or go on with a character
        TooDeep, // more than maxDepth levels
    };
    Kind kind = Kind::Syntax;
    std::size_t byte = 0;
    std::string near; // the faulty character and a little before it, printable
    bool isNul = false; // the faulty character is a NUL
};

// Reads a JSON text (RFC 8259) event by event, strictly: UTF-8 only, no comments, no lone surrogates, nothing before or
// after the document. Memory does not grow with the text; time is linear in it. Whether keys repeat and how large
// numbers may be is for the caller to judge.
class JsonReader {
public:
    enum class Event {
        BeginObject,
        EndObject,
        BeginArray,
        EndArray,
        Key,
        Text,
        Unsigned, // a whole number from 0 to 2^64 - 1
        Integer,  // a negative whole number down to -2^63
        Real,     // any other number; infinite when it is beyond the largest double
        True,
        False,
        Null,
        End
    };
    // Must throw. reader.depth() is how deep the fault lies.
    using Refuse = void (*)(const JsonFault& fault, const JsonReader& reader, const std::string& source);

    // text stays alive and unchanged while the reader is used; source is what refuse gets beside the fault.
    JsonReader(std::string_view text, int maxDepth, const std::string& source, Refuse refuse);

    // After End comes End.
    Event next();
    // Of a Key or Text the text, of a number the number as written; valid until the next call.
    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] std::uint64_t unsignedValue() const { return m_unsigned; }
    [[nodiscard]] std::int64_t integerValue() const { return m_integer; }
    [[nodiscard]] double realValue() const { return m_real; }
    // Where the next event is looked for.
    [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(m_at - m_begin); }
    [[nodiscard]] std::size_t depth() const { return m_open.size(); }

    // Reads to the end of the value that "began" begins, checking it.
    void skip(Event began);

private:
    enum class Expect {
        Value,
        ValueOrEnd,
        KeyOrEnd,
        Key,
        CommaOrEnd,
        Nothing
    };

    void skipSpace();
    Event value(char first);
    Event key();
    Event open(char bracket, Event event);
    Event close(Event event);
    Event word(std::string_view written, Event event);
    Event number();
    void real(const char* from, bool negative);
    void readText();
    void readEscape();
    [[nodiscard]] unsigned readHex();
    void afterValue() { m_expect = m_open.empty() ? Expect::Nothing : Expect::CommaOrEnd; }
    [[noreturn]] void refuseAt(const char* at, JsonFault::Kind kind = JsonFault::Kind::Syntax) const;

    const char* m_begin;
    const char* m_at;
    const char* m_end;
    std::size_t m_maxDepth;
    const std::string& m_source;
    Refuse m_refuse;
    Expect m_expect = Expect::Value;
    std::string m_open; // the brackets that are open
    std::string m_unescaped;
    std::string_view m_text;
    std::uint64_t m_unsigned = 0;
    std::int64_t m_integer = 0;
    double m_real = 0;
};

} // namespace halyard
