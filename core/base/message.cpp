// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message.h"

#include "core/base/unicode.h"

#include <algorithm>

namespace halyard {

std::string Message::text() const {
    std::string out;
    out.reserve(pattern.size() + 32);
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
        if (close != std::string::npos) {
            const std::string_view name(pattern.data() + at + 1, close - at - 1);
            const auto found = std::find_if(arguments.begin(), arguments.end(),
                                            [&](const auto& argument) { return argument.first == name; });
            if (found != arguments.end()) {
                out += found->second;
                at = close + 1;
                continue;
            }
        }
        out += pattern[at++];
    }
    return out;
}

namespace {

bool changesDirection(char32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void appendHex(std::string& out, const char* prefix, unsigned value, int digits) {
    static const char kDigits[] = "0123456789abcdef";
    out += prefix;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        out += kDigits[(value >> shift) & 15U];
    }
}

} // namespace

std::string printable(std::string_view text, std::size_t limit) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size() && out.size() < limit) {
        const DecodedCharacter c = decodeUtf8(text.substr(at));
        if (!c.valid) {
            appendHex(out, "\\x", static_cast<unsigned char>(text[at]), 2);
        } else if (c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0)) {
            appendHex(out, "\\x", static_cast<unsigned>(c.value), 2);
        } else if (changesDirection(c.value) || c.value == 0x2028 || c.value == 0x2029) {
            appendHex(out, "\\u", static_cast<unsigned>(c.value), 4);
        } else {
            out.append(text.substr(at, c.size));
        }
        at += c.size;
    }
    if (at < text.size()) {
        out += "…";
    }
    return out;
}

std::string grouped(unsigned long long number) {
    std::string digits = std::to_string(number);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

} // namespace halyard
