// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace halyard {

// Marks an English sentence that a person will read. The macro is what the translation tools collect; arguments stand
// in braces by name: HALYARD_TEXT("{file}: the file is {size} bytes.")
#define HALYARD_TEXT(sentence) (::halyard::Sentence{sentence})

// A sentence template, as written in the source.
struct Sentence {
    const char* pattern;
};

// Named arguments of a sentence, in the order given.
using Arguments = std::vector<std::pair<std::string, std::string>>;

// A sentence with its arguments kept apart, so that the workbench can translate the sentence before filling it in.
struct Message {
    std::string pattern;
    Arguments arguments;

    Message() = default;
    Message(Sentence sentence, Arguments filled = {}) : pattern(sentence.pattern), arguments(std::move(filled)) {}

    // The English text. A {name} without an argument stays as it is.
    [[nodiscard]] std::string text() const;
};

// Text from outside made safe to print on a terminal and in a log: control characters, invalid UTF-8 and bidirectional
// overrides are escaped (\x1b, \u202e), and more than limit bytes are cut with "…".
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 200);

// 1234567 -> "1,234,567"
[[nodiscard]] std::string grouped(unsigned long long number);

} // namespace halyard
