// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_level.h"

#include "core/base/unicode.h"

#include <array>

namespace halyard {

namespace {

constexpr std::size_t kCharacters = 256 + 68;

struct Alphabet {
    std::array<char32_t, 256> character{};
    std::array<short, kCharacters> byte{}; // -1: none
};

constexpr Alphabet makeAlphabet() {
    Alphabet alphabet;
    alphabet.byte.fill(-1);
    char32_t next = 256;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const bool printable = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
        const char32_t c = printable ? static_cast<char32_t>(byte) : next++;
        alphabet.character[byte] = c;
        alphabet.byte[c] = static_cast<short>(byte);
    }
    return alphabet;
}

constexpr Alphabet kAlphabet = makeAlphabet();

// Bytes from the front of text that begin a character but do not finish it; at least 1.
std::size_t brokenLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0xC2 || first > 0xF4 || text.size() < 2) {
        return 1;
    }
    const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < low || byte(1) > high) {
        return 1;
    }
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    std::size_t taken = 2;
    while (taken < size && taken < text.size() && (byte(taken) & 0xC0U) == 0x80U) {
        ++taken;
    }
    return taken;
}

} // namespace

char32_t byteLevelCharacter(unsigned char byte) {
    return kAlphabet.character[byte];
}

// A tokenizer has millions of these characters; none takes more than two bytes in UTF-8.
bool byteLevelBytes(std::string_view token, std::string& bytes) {
    bytes.resize(token.size());
    char* out = bytes.data();
    for (std::size_t at = 0; at < token.size(); ++at) {
        unsigned character = static_cast<unsigned char>(token[at]);
        if (character >= 0x80) {
            const unsigned next = at + 1 < token.size() ? static_cast<unsigned char>(token[at + 1]) : 0;
            if (character < 0xC2 || character > 0xDF || (next & 0xC0U) != 0x80U) {
                return false;
            }
            character = (character & 0x1FU) << 6U | (next & 0x3FU);
            ++at;
        }
        const int byte = character < kCharacters ? kAlphabet.byte[character] : -1;
        if (byte < 0) {
            return false;
        }
        *out++ = static_cast<char>(byte);
    }
    bytes.resize(static_cast<std::size_t>(out - bytes.data()));
    return true;
}

std::optional<std::string> byteLevelBytes(std::string_view token) {
    std::string bytes;
    return byteLevelBytes(token, bytes) ? std::optional<std::string>(std::move(bytes)) : std::nullopt;
}

std::string byteLevelText(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        appendUtf8(text, byteLevelCharacter(static_cast<unsigned char>(byte)));
    }
    return text;
}

std::string replaceInvalidUtf8(std::string bytes) {
    const auto bad = firstInvalidUtf8(bytes);
    if (!bad) {
        return bytes;
    }
    const std::string_view text = bytes;
    std::string out(text.substr(0, *bad));
    for (std::size_t at = *bad; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const DecodedCharacter c = decodeUtf8(rest);
        if (c.valid) {
            out += rest.substr(0, c.size);
            at += c.size;
        } else {
            out += "\xEF\xBF\xBD";
            at += brokenLength(rest);
        }
    }
    return out;
}

} // namespace halyard
