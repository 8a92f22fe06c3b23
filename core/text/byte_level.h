// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace halyard {

// The alphabet of byte-level BPE (GPT-2): each byte is written as one printable character. '!'…'~', U+00A1…U+00AC and
// U+00AE…U+00FF stand for themselves; the 68 other bytes, in ascending order, are U+0100…U+0143.
[[nodiscard]] char32_t byteLevelCharacter(unsigned char byte);

// The bytes that a token written in this alphabet stands for; nothing when a character is outside of it.
[[nodiscard]] std::optional<std::string> byteLevelBytes(std::string_view token);
// The same into a buffer; false, and the buffer holds no more than a beginning, when a character is outside.
[[nodiscard]] bool byteLevelBytes(std::string_view token, std::string& bytes);

// A text of bytes in this alphabet, for messages.
[[nodiscard]] std::string byteLevelText(std::string_view bytes);

// Replaces each longest beginning of a character that does not go on (Unicode 15, 3.9, "maximal subpart") by one U+FFFD.
[[nodiscard]] std::string replaceInvalidUtf8(std::string bytes);

} // namespace halyard
