// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
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
    std::size_t byte = 0; // not of TooDeep
    std::string near = {}; // the faulty character and a little before it, printable
    bool isNul = false; // the faulty character is a NUL
};

struct JsonEvent { // members that its kind does not name mean nothing
    enum class Kind {
        BeginObject,
        EndObject,
        BeginArray,
        EndArray,
        Key,
        Text,
        Unsigned,   // a whole number from 0 to 2^64 - 1
        Integer,    // a negative whole number down to -2^63
        BigInteger, // a whole number beyond those; its realValue is the nearest double
        Real,       // any other number; infinite when it is beyond the largest double
        True,
        False,
        Null
    };
    Kind kind = Kind::Null;
    std::string_view text = {}; // of a Key or Text, valid during the call; of some numbers what written() gives
    std::uint64_t unsignedValue = 0;
    std::int64_t integerValue = 0;
    double realValue = 0;
    std::string_view document = {}; // all that is read
    std::size_t number = 0;    // how many numbers there were, this one included

    // A number as the document writes it, for a sentence. Reads the document once more.
    [[nodiscard]] std::string written() const;
};

using JsonTake = std::function<void(const JsonEvent&)>;
// Must throw.
using JsonRefuse = std::function<void(const JsonFault&)>;

// Reads a JSON text (RFC 8259) and hands over each event, strictly: UTF-8 only, no comments, no lone surrogates, nothing
// before or after the document. Whether keys repeat and how large numbers may be is for "take" to judge, which may
// throw; of a faulty text it has seen at most what lies before the fault. Time is linear in the text; memory is at most
// 15 times the text (a copy, 4 bytes for each mark, 8 to 16 for each value, the unescaped texts).
// A sound text is parsed by simdjson. One that it refuses is read again by nlohmann's parser, which is slower and says
// where the fault lies; numbers that simdjson cannot hold come this way too.
void readJson(std::string_view text, int maxDepth, const JsonTake& take, const JsonRefuse& refuse);

} // namespace halyard
