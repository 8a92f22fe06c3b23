// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// How numbers and texts stand in reports.

// Of printf, with one number.
[[nodiscard]] std::string formatted(const char* format, double value);
// ".985", "1.000"
[[nodiscard]] std::string writtenShare(double value);
// "3, 7"
[[nodiscard]] std::string joined(const std::vector<std::int64_t>& numbers, std::string_view separator);
// 512, "2K", "32K", "1M": tokens, with the powers of two that they are counted in, where nothing is lost.
[[nodiscard]] std::string writtenLength(double tokens);
// A field of a CSV file (RFC 4180).
[[nodiscard]] std::string csvField(const std::string& text);
// Characters as a terminal counts them, of texts whose characters are all one wide.
[[nodiscard]] std::size_t shownWidth(std::string_view text);
// The text with spaces after it (before it when right is true), so that it is that wide.
[[nodiscard]] std::string padded(const std::string& text, std::size_t width, bool right = false);
// In lines of at most that width where words allow it, each after the indent; a line break ends each. Spaces of any kind
// between words become one.
[[nodiscard]] std::string wrapped(const std::string& text, const std::string& indent, std::size_t width);

} // namespace halyard
