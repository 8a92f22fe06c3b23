// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/path_rules.h"

#include "core/base/unicode.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <regex>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestPath = 4095;
constexpr std::size_t kLongestName = 200;

bool hasControlCharacter(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool isReservedOnWindows(std::string name) {
    name = name.substr(0, name.find('.'));
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    static const std::regex kReserved("CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]");
    return std::regex_match(name, kReserved);
}

} // namespace

std::optional<Sentence> problemOfName(const std::string& name) {
    if (name.size() > kLongestName) {
        return HALYARD_TEXT("\"{key}\" is longer than 200 bytes: \"{value}\". Choose a shorter name.");
    }
    if (hasControlCharacter(name) || firstInvalidUtf8(name)) {
        return HALYARD_TEXT("\"{key}\" holds a control character: \"{value}\". Choose a name without it.");
    }
    if (name.find_first_of("/\\") != std::string::npos || name == "." || name.find("..") != std::string::npos) {
        return HALYARD_TEXT("\"{key}\" is \"{value}\"; a name has no \"/\", \"\\\" and \"..\".");
    }
    if (isReservedOnWindows(name)) {
        return HALYARD_TEXT("\"{key}\" is \"{value}\", a name that some systems reserve. Choose another.");
    }
    return std::nullopt;
}

std::optional<Sentence> problemOfPath(const std::string& path) {
    if (path.empty()) {
        return HALYARD_TEXT("\"{key}\" is empty. Give a folder.");
    }
    if (path.size() > kLongestPath) {
        return HALYARD_TEXT("\"{key}\" is a path of {size} bytes; the limit is 4,095.");
    }
    if (hasControlCharacter(path) || firstInvalidUtf8(path)) {
        return HALYARD_TEXT("\"{key}\" is a path with a control character or broken UTF-8: \"{value}\".");
    }
    if (path.front() == '~' || path.find('$') != std::string::npos) {
        return HALYARD_TEXT("\"{key}\" is \"{value}\"; \"~\" and \"$\" are not expanded. Write the whole path.");
    }
    const fs::path parts(path);
    if (std::find(parts.begin(), parts.end(), "..") != parts.end()) {
        return HALYARD_TEXT("\"{key}\" is \"{value}\"; write the path without \"..\".");
    }
    return std::nullopt;
}

Arguments described(const std::string& key, const std::string& value) {
    return {{"key", key}, {"value", printable(value, 80)}, {"size", grouped(value.size())}};
}

} // namespace halyard
