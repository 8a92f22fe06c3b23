// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/text/plain_text.h"

#include <algorithm>

namespace halyard::views {

namespace {

bool turnsDirection(char16_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Where a text is cut without splitting a pair of surrogates.
qsizetype cutAt(const QString& text, qsizetype limit) {
    if (text.size() <= limit) {
        return text.size();
    }
    return limit > 0 && text[limit - 1].isHighSurrogate() ? limit - 1 : limit;
}

} // namespace

QString shownText(const QString& text, qsizetype limit, bool oneLine) {
    const qsizetype size = cutAt(text, std::max<qsizetype>(limit, 0));
    QString out;
    out.reserve(size + 1);
    for (qsizetype i = 0; i < size; ++i) {
        const char16_t c = text[i].unicode();
        if (c == u'\n' && !oneLine) {
            out += QChar(c);
        } else if (c == u'\n' || c == 0x2028 || c == 0x2029) {
            out += QChar(0x23CE);
        } else if (c == u'\t') {
            out += QChar(u' ');
        } else if (c < 0x20) {
            out += QChar(0x2400 + c);
        } else if (c == 0x7F) {
            out += QChar(0x2421);
        } else if ((c >= 0x80 && c < 0xA0) || turnsDirection(c)) {
            out += QStringLiteral("⟨U+%1⟩").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0')).toUpper();
        } else {
            out += QChar(c);
        }
    }
    if (size < text.size()) {
        out += QChar(0x2026);
    }
    return out;
}

QString shownText(std::string_view utf8, qsizetype limit, bool oneLine) {
    // A character takes at most four bytes: the rest of a long text need not be decoded to be left out.
    const std::size_t bytes = std::min(utf8.size(), static_cast<std::size_t>(std::max<qsizetype>(limit, 0)) * 4 + 4);
    return shownText(fromUtf8(utf8.substr(0, bytes)), limit, oneLine);
}

QString shownToolTip(const QString& text) {
    const QString shown = shownText(text, kLongestShown, false);
    if (shown.isEmpty()) {
        return {};
    }
    return QStringLiteral("<p style=\"white-space:pre-wrap\">") + shown.toHtmlEscaped() + QStringLiteral("</p>");
}

} // namespace halyard::views
