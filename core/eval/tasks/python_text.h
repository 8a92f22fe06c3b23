// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace halyard {

// What Python's str methods give for UTF-8 text, as far as the prompts of lm-evaluation-harness need them. Case is mapped
// character by character (one German "ß" or Turkish "İ" differs from Python's full mapping).
[[nodiscard]] std::string stripped(std::string_view text);     // str.strip()
[[nodiscard]] std::size_t trailingBlanks(std::string_view text); // bytes that str.rstrip() removes
[[nodiscard]] std::string capitalized(std::string_view text);  // str.capitalize()
[[nodiscard]] std::string lowered(std::string_view text);      // str.lower()
[[nodiscard]] std::size_t characters(std::string_view text);   // len(str)

} // namespace halyard
