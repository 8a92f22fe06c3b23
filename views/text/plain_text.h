// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace halyard::views {

// Characters shown of a text in one line; the whole of a longer one is never laid out.
constexpr qsizetype kLongestShown = 2000;

// Text from outside made safe to show: control characters stand as their symbols (␀, ␛), line ends as ⏎ when oneLine,
// marks that turn the direction of writing as ⟨U+202E⟩; more than limit characters are cut with "…".
// It is text, not markup: whoever shows it uses Qt::PlainText.
[[nodiscard]] QString shownText(const QString& text, qsizetype limit = kLongestShown, bool oneLine = true);
[[nodiscard]] QString shownText(std::string_view utf8, qsizetype limit = kLongestShown, bool oneLine = true);

// For tooltips, which have no text format: escaped so that Qt's guess of rich text finds none.
[[nodiscard]] QString shownToolTip(const QString& text);

[[nodiscard]] inline QString fromUtf8(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
[[nodiscard]] inline std::string toUtf8(const QString& text) {
    return text.toStdString();
}

} // namespace halyard::views
