// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/split_regex.h"

#include "core/base/error.h"
#include "core/base/unicode.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <new>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace halyard {

namespace {

constexpr std::size_t kLongestPattern = 16 << 10;
constexpr std::size_t kMatchesBetweenClockReads = 64;
constexpr std::size_t kJitStackStart = 32 << 10;
constexpr std::size_t kJitStackLimit = 16 << 20;
constexpr std::uint32_t kHeapKibibytes = 64 << 10;

std::string pcreMessage(int code) {
    PCRE2_UCHAR text[256];
    const int length = pcre2_get_error_message(code, text, sizeof text);
    return length < 0 ? std::to_string(code) : std::string(reinterpret_cast<const char*>(text));
}

} // namespace

struct SplitScratch::Impl {
    pcre2_match_data* data;
    pcre2_match_context* context;
    pcre2_jit_stack* stack;
    std::chrono::steady_clock::time_point deadline;

    Impl()
        : data(pcre2_match_data_create(1, nullptr)), context(pcre2_match_context_create(nullptr)),
          stack(pcre2_jit_stack_create(kJitStackStart, kJitStackLimit, nullptr)) {
        if (data == nullptr || context == nullptr || stack == nullptr) {
            release();
            throw std::bad_alloc();
        }
        pcre2_set_heap_limit(context, kHeapKibibytes);
        pcre2_jit_stack_assign(context, nullptr, stack);
    }
    ~Impl() { release(); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void release() {
        pcre2_jit_stack_free(stack);
        pcre2_match_context_free(context);
        pcre2_match_data_free(data);
    }
};

SplitScratch::SplitScratch() : m_impl(std::make_unique<Impl>()) {}
SplitScratch::~SplitScratch() = default;

void SplitScratch::begin(std::size_t textBytes) {
    constexpr double kSlowestBytesPerSecond = 100'000;
    const std::chrono::duration<double> allowed(2.0 + static_cast<double>(textBytes) / kSlowestBytesPerSecond);
    using Clock = std::chrono::steady_clock;
    m_impl->deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(allowed);
    // A single match may look at a whole text of one long run, hence steps in proportion to the text.
    const std::uint64_t steps = 5'000'000 + 16 * static_cast<std::uint64_t>(textBytes);
    pcre2_set_match_limit(m_impl->context, static_cast<std::uint32_t>(std::min<std::uint64_t>(steps, UINT32_MAX)));
}

std::string withOnigurumaClasses(std::string_view pattern) {
    // Oniguruma counts the superscripts and fractions of Latin-1 as word characters, but not within brackets.
    static constexpr std::string_view kWordInClass = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";
    static const std::string kLetters = std::string(kWordInClass) + "\\x{B2}\\x{B3}\\x{B9}\\x{BC}-\\x{BE}]";
    static const std::string kWord = "[" + kLetters;
    static const std::string kBoundary =
        "(?:(?<=" + kWord + ")(?!" + kWord + ")|(?<!" + kWord + ")(?=" + kWord + "))";
    std::string out;
    bool inClass = false;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        if (c != '\\' || at + 1 == pattern.size()) {
            // "[]" and "[^]" begin a class that holds the bracket itself.
            if (c == '[' && !inClass) {
                inClass = true;
                out += c;
                if (pattern.substr(at + 1, 1) == "^") {
                    out += pattern[++at];
                }
                if (pattern.substr(at + 1, 1) == "]") {
                    out += '\\';
                    out += pattern[++at];
                }
                continue;
            }
            inClass = inClass && c != ']';
            out += c;
            continue;
        }
        const char escaped = pattern[++at];
        if (escaped == 's' || escaped == 'S') {
            out += escaped == 's' ? "\\p{White_Space}" : "\\P{White_Space}";
        } else if (escaped == 'w') {
            out += inClass ? kWordInClass : kWord;
        } else if (escaped == 'W' && !inClass) {
            out += "[^" + kLetters;
        } else if (escaped == 'b' && !inClass) {
            out += kBoundary;
        } else {
            out += c;
            out += escaped;
        }
    }
    return out;
}

struct SplitRegex::Impl {
    pcre2_code* code = nullptr;
    std::string place;

    Impl() = default;
    ~Impl() { pcre2_code_free(code); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[noreturn]] void refuse(int error, std::size_t textBytes) const {
        if (error == PCRE2_ERROR_MATCHLIMIT || error == PCRE2_ERROR_DEPTHLIMIT || error == PCRE2_ERROR_HEAPLIMIT ||
            error == PCRE2_ERROR_JIT_STACKLIMIT) {
            outOfTime(textBytes);
        }
        throw invalidInput(HALYARD_TEXT("{place}: matching the regex failed: {reason}."),
                           {{"place", place}, {"reason", pcreMessage(error)}});
    }

    [[noreturn]] void outOfTime(std::size_t textBytes) const {
        throw invalidInput(HALYARD_TEXT("{place}: the regex exceeded its time budget on a text of {size} bytes. It "
                                        "backtracks without bound; use the tokenizer's original file."),
                           {{"place", place}, {"size", grouped(textBytes)}});
    }
};

SplitRegex::SplitRegex(const std::string& pattern, Syntax syntax, const std::string& place)
    : m_impl(std::make_unique<Impl>()) {
    m_impl->place = place;
    if (pattern.empty() || pattern.size() > kLongestPattern) {
        throw invalidInput(HALYARD_TEXT("{place}: a pattern of {size} bytes; allowed are 1 to {limit}."),
                           {{"place", place}, {"size", grouped(pattern.size())}, {"limit", grouped(kLongestPattern)}});
    }
    const std::string written = syntax == Syntax::Regex ? withOnigurumaClasses(pattern) : pattern;
    const std::uint32_t options =
        PCRE2_UTF | (syntax == Syntax::Regex ? PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C : PCRE2_LITERAL);
    int error = 0;
    PCRE2_SIZE at = 0;
    m_impl->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(written.data()), written.size(), options, &error, &at,
                                 nullptr);
    if (m_impl->code == nullptr) {
        throw invalidInput(HALYARD_TEXT("{place}: the regex \"{pattern}\" cannot be used: {reason} (near byte {byte})."),
                           {{"place", place},
                            {"pattern", printable(pattern)},
                            {"reason", pcreMessage(error)},
                            {"byte", std::to_string(at)}});
    }
    // Without a just-in-time compiler (some processors, hardened kernels) the interpreter gives the same matches.
    (void)pcre2_jit_compile(m_impl->code, PCRE2_JIT_COMPLETE);
}

SplitRegex::~SplitRegex() = default;
SplitRegex::SplitRegex(SplitRegex&&) noexcept = default;
SplitRegex& SplitRegex::operator=(SplitRegex&&) noexcept = default;

void SplitRegex::findAll(std::string_view text, SplitScratch& scratch, std::vector<TextSpan>& matches) const {
    const SplitScratch::Impl& state = *scratch.m_impl;
    const PCRE2_SIZE* found = pcre2_get_ovector_pointer(state.data);
    const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.data());
    std::size_t from = 0;
    std::size_t lastEnd = std::string_view::npos;
    for (std::size_t count = 1; from <= text.size(); ++count) {
        const int result =
            pcre2_match(m_impl->code, subject, text.size(), from, PCRE2_NO_UTF_CHECK, state.data, state.context);
        if (result == PCRE2_ERROR_NOMATCH) {
            return;
        }
        if (result < 0) {
            m_impl->refuse(result, text.size());
        }
        if (count % kMatchesBetweenClockReads == 0 && std::chrono::steady_clock::now() > state.deadline) {
            m_impl->outOfTime(text.size());
        }
        if (found[0] == found[1] && found[1] == lastEnd) {
            from += from < text.size() ? decodeUtf8(text.substr(from)).size : 1;
            continue;
        }
        // \K and lookbehind tricks may report a match that begins before the search did.
        const std::size_t begin = std::max<std::size_t>(found[0], lastEnd == std::string_view::npos ? 0 : lastEnd);
        matches.push_back({std::min<std::size_t>(begin, found[1]), found[1]});
        from = lastEnd = std::max<std::size_t>(found[1], from);
    }
}

} // namespace halyard
