// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/python_text.h"

#include "core/base/unicode.h"

#include <utf8proc.h>

namespace halyard {

namespace {

// str.isspace() of one character.
bool isBlank(char32_t c) {
    if ((c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85) {
        return true;
    }
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

template <class Map> std::string mapped(std::string_view text, const Map& map) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const DecodedCharacter c = decodeUtf8(text.substr(at));
        if (c.valid) {
            appendUtf8(out, static_cast<char32_t>(map(static_cast<utf8proc_int32_t>(c.value), at == 0)));
        } else {
            out += text[at];
        }
        at += c.size;
    }
    return out;
}

} // namespace

std::size_t trailingBlanks(std::string_view text) {
    std::size_t blanks = 0; // bytes of white space just before at
    for (std::size_t at = 0; at < text.size();) {
        const DecodedCharacter c = decodeUtf8(text.substr(at));
        blanks = c.valid && isBlank(c.value) ? blanks + c.size : 0;
        at += c.size;
    }
    return blanks;
}

std::string stripped(std::string_view text) {
    text.remove_suffix(trailingBlanks(text));
    while (!text.empty()) {
        const DecodedCharacter c = decodeUtf8(text);
        if (!c.valid || !isBlank(c.value)) {
            break;
        }
        text.remove_prefix(c.size);
    }
    return std::string(text);
}

std::string capitalized(std::string_view text) {
    return mapped(text, [](utf8proc_int32_t c, bool first) { return first ? utf8proc_totitle(c) : utf8proc_tolower(c); });
}

std::string lowered(std::string_view text) {
    return mapped(text, [](utf8proc_int32_t c, bool) { return utf8proc_tolower(c); });
}

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        at += decodeUtf8(text.substr(at)).size;
    }
    return count;
}

} // namespace halyard
