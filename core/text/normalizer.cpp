// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/normalizer.h"

#include "core/base/error.h"
#include "core/base/unicode.h"

#include <cstdlib>
#include <cstring>
#include <memory>

#include <utf8proc.h>

namespace halyard {

namespace {

// Ranges of characters with NFC_Quick_Check = Yes and combining class 0.
constexpr bool isPlain(char32_t c) {
    return c < 0x300 || (c >= 0x400 && c <= 0x482) || (c >= 0x48A && c <= 0x52F) || (c >= 0x1E00 && c <= 0x1EFF) ||
           (c >= 0x2002 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x2328) || (c >= 0x2460 && c <= 0x27FF) ||
           (c >= 0x3000 && c <= 0x3029) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x309B && c <= 0x30FF) ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xFF01 && c <= 0xFFE6) ||
           (c >= 0x1F000 && c <= 0x1FAFF);
}

} // namespace

bool isPlainlyComposed(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t word = 0;
        if (at + sizeof word <= text.size()) {
            std::memcpy(&word, text.data() + at, sizeof word);
            if ((word & kHighBits) == 0) {
                at += sizeof word;
                continue;
            }
        }
        const DecodedCharacter c = decodeUtf8(text.substr(at));
        if (!isPlain(c.value)) {
            return false;
        }
        at += c.size;
    }
    return true;
}

std::string composed(std::string_view text) {
    utf8proc_uint8_t* result = nullptr;
    const utf8proc_ssize_t size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &result, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
    if (size < 0) {
        throw failure(HALYARD_TEXT("A text of {size} bytes could not be normalised: {reason}."),
                      {{"size", grouped(text.size())}, {"reason", utf8proc_errmsg(size)}});
    }
    return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(size)};
}

} // namespace halyard
