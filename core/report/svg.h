// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// The pieces that figures are drawn of, as text of an SVG document. Lengths and places are pixels.
namespace halyard::svg {

inline constexpr double kCharacterWidth = 7; // about that of one at the size of the texts here
inline constexpr std::size_t kSeriesColours = 7;

// Text from outside as content or attribute of SVG and HTML: control characters are shown, more than limit bytes cut.
[[nodiscard]] std::string escaped(std::string_view text, std::size_t limit = 200);
// Six significant digits.
[[nodiscard]] std::string number(double value);
// One decimal.
[[nodiscard]] std::string pixel(double value);
// About how wide a text will be.
[[nodiscard]] double widthOf(std::string_view text);

// anchor: "start", "middle", "end"; attributes: " class=\"title\"". The content is escaped.
[[nodiscard]] std::string text(double x, double y, std::string_view anchor, std::string_view attributes, std::string_view content);
[[nodiscard]] std::string line(double x1, double y1, double x2, double y2, std::string_view attributes);
[[nodiscard]] std::string rect(double x, double y, double width, double height, std::string_view attributes);

// The attribute of a class: "grid", "axis", "title", "faint" (a quieter text), "mark" (a dashed line that stands out from
// the grid), "whisker" (an interval on a bar).
[[nodiscard]] std::string classed(std::string_view name);
// Of the colour of a series, from 0 on, again from the first after the last.
[[nodiscard]] std::string strokeOf(std::size_t series);
[[nodiscard]] std::string fillOf(std::size_t series);

// The whole document, on a page of its own colour; it follows the reader's light or dark setting. label: what a reader
// who cannot see it is told.
[[nodiscard]] std::string document(double width, double height, std::string_view label, std::string_view content);

} // namespace halyard::svg
