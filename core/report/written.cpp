// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/written.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

namespace halyard {

std::string formatted(const char* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string writtenShare(double value) {
    const std::string text = formatted("%.3f", value);
    return text.starts_with("0.") ? text.substr(1) : text;
}

std::string joined(const std::vector<std::int64_t>& numbers, std::string_view separator) {
    std::string out;
    for (const std::int64_t number : numbers) {
        out += (out.empty() ? std::string() : std::string(separator)) + std::to_string(number);
    }
    return out;
}

std::string writtenLength(double tokens) {
    constexpr double kK = 1024;
    for (const auto& [unit, letter] : {std::pair{kK * kK, "M"}, std::pair{kK, "K"}}) {
        if (tokens >= unit && std::fmod(tokens, unit) == 0) {
            return formatted("%.0f", tokens / unit) + letter;
        }
    }
    return formatted("%.6g", tokens);
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

std::size_t shownWidth(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width, bool right) {
    const std::string spaces(width - std::min(width, shownWidth(text)), ' ');
    return right ? spaces + text : text + spaces;
}

std::string wrapped(const std::string& text, const std::string& indent, std::size_t width) {
    std::string out;
    std::string line;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (!line.empty() && shownWidth(indent) + shownWidth(line) + 1 + shownWidth(word) > width) {
            out += indent + line + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return out + indent + line + "\n";
}

} // namespace halyard
