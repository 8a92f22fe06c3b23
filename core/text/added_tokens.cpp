// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/added_tokens.h"

#include "core/base/unicode.h"

#include <algorithm>

#include <utf8proc.h>

namespace halyard {

namespace {

bool isWhiteSpace(char32_t c) {
    return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// \w of Unicode Technical Standard 18: Alphabetic, Mark, Decimal_Number, Connector_Punctuation, Join_Control.
bool isWordCharacter(char32_t c) {
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        // Letters in circles and squares are symbols by category, yet alphabetic.
        return (c >= 0x24B6 && c <= 0x24E9) || (c >= 0x1F130 && c <= 0x1F149) || (c >= 0x1F150 && c <= 0x1F169) ||
               (c >= 0x1F170 && c <= 0x1F189) || c == 0x200C || c == 0x200D;
    }
}

std::size_t lastCharacterStart(std::string_view text) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
        --at;
    }
    return at;
}

bool endsWithWord(std::string_view text) {
    return !text.empty() && isWordCharacter(decodeUtf8(text.substr(lastCharacterStart(text))).value);
}

bool startsWithWord(std::string_view text) {
    return !text.empty() && isWordCharacter(decodeUtf8(text).value);
}

std::size_t whiteSpaceAtStart(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const DecodedCharacter c = decodeUtf8(text.substr(at));
        if (!isWhiteSpace(c.value)) {
            break;
        }
        at += c.size;
    }
    return at;
}

std::size_t startOfWhiteSpaceAtEnd(std::string_view text) {
    while (!text.empty()) {
        const std::size_t last = lastCharacterStart(text);
        if (!isWhiteSpace(decodeUtf8(text.substr(last)).value)) {
            break;
        }
        text = text.substr(0, last);
    }
    return text.size();
}

std::uint64_t edge(std::uint32_t node, char byte) {
    return (static_cast<std::uint64_t>(node) << 8U) | static_cast<unsigned char>(byte);
}

} // namespace

AddedTokenFinder::AddedTokenFinder(std::vector<AddedToken> tokens, const std::vector<std::string>& patterns)
    : m_tokens(std::move(tokens)), m_begins(256, false), m_ends(1) {
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        if (patterns[i].empty()) {
            continue;
        }
        m_begins[static_cast<unsigned char>(patterns[i][0])] = true;
        std::uint32_t node = 0;
        for (const char byte : patterns[i]) {
            const auto [place, isNew] = m_next.try_emplace(edge(node, byte), static_cast<std::uint32_t>(m_ends.size()));
            if (isNew) {
                m_ends.emplace_back();
            }
            node = place->second;
        }
        // Two tokens that normalise to one text: the first given wins.
        if (!m_ends[node]) {
            m_ends[node] = i;
        }
    }
}

std::optional<AddedTokenFinder::Found> AddedTokenFinder::longestAt(std::string_view text, std::size_t at) const {
    std::optional<Found> found;
    std::uint32_t node = 0;
    for (; at < text.size(); ++at) {
        const auto next = m_next.find(edge(node, text[at]));
        if (next == m_next.end()) {
            break;
        }
        node = next->second;
        if (m_ends[node]) {
            found = Found{at + 1, *m_ends[node]};
        }
    }
    return found;
}

void AddedTokenFinder::split(std::string_view text, std::vector<Part>& parts) const {
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size() && !m_next.empty();) {
        if (!m_begins[static_cast<unsigned char>(text[at])]) {
            ++at;
            continue;
        }
        const auto found = longestAt(text, at);
        if (!found) {
            ++at;
            continue;
        }
        const AddedToken& token = m_tokens[found->token];
        std::size_t begin = at;
        std::size_t end = found->end;
        at = end;
        // A match that touches a word is passed over with all its bytes, even if a shorter token lies in it.
        if (token.single_word && (endsWithWord(text.substr(0, begin)) || startsWithWord(text.substr(end)))) {
            continue;
        }
        if (token.lstrip) {
            begin = std::max(startOfWhiteSpaceAtEnd(text.substr(0, begin)), done);
        }
        if (token.rstrip) {
            end += whiteSpaceAtStart(text.substr(end));
        }
        if (done < begin) {
            parts.push_back({text.substr(done, begin - done), std::nullopt});
        }
        parts.push_back({text.substr(begin, end - begin), token.id});
        done = end;
    }
    if (done < text.size()) {
        parts.push_back({text.substr(done), std::nullopt});
    }
}

} // namespace halyard
