// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// Bytes [begin, end) of a text.
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// What a thread needs to match with, reused from text to text, and the time by which a text must have been split: a
// regex that takes exponential time on some text is answered by an error.
class SplitScratch {
public:
    SplitScratch();
    ~SplitScratch();
    SplitScratch(const SplitScratch&) = delete;
    SplitScratch& operator=(const SplitScratch&) = delete;

    // Begins a text: two seconds and 10 µs a byte from now on.
    void begin(std::size_t textBytes);

private:
    friend class SplitRegex;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// A regex of a tokenizer.json, compiled by PCRE2 to match what Oniguruma (the engine of the "tokenizers" package)
// matches: \s is the Unicode property White_Space and \w is Alphabetic, Mark, Decimal_Number and
// Connector_Punctuation, which PCRE2 defines otherwise. Immutable; several threads may match at once.
class SplitRegex {
public:
    enum class Syntax {
        Regex,
        Literal,
    };

    // place names the regex in errors. Throws Error(InvalidInput) when it does not compile.
    SplitRegex(const std::string& pattern, Syntax syntax, const std::string& place);
    ~SplitRegex();
    SplitRegex(SplitRegex&&) noexcept;
    SplitRegex& operator=(SplitRegex&&) noexcept;

    // Appends every match in valid UTF-8, leftmost first, without overlap; an empty match right after a match is passed
    // over. Throws Error(InvalidInput) when the deadline or the engine's step limit is exceeded.
    void findAll(std::string_view text, SplitScratch& scratch, std::vector<TextSpan>& matches) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// The pattern with \s, \S, \w, \W and \b written as Unicode properties.
[[nodiscard]] std::string withOnigurumaClasses(std::string_view pattern);

} // namespace halyard
