// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/secret_scan.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace halyard {

namespace {

struct TokenShape {
    std::string_view prefix;
    std::size_t least; // letters, digits, "-" and "_" that follow
};

constexpr std::array kShapes = {
    TokenShape{"hf_", 16},   TokenShape{"sk-", 16},        TokenShape{"ghp_", 20},  TokenShape{"gho_", 20},
    TokenShape{"ghs_", 20},  TokenShape{"github_pat_", 20}, TokenShape{"glpat-", 16}, TokenShape{"xoxb-", 16},
    TokenShape{"xoxp-", 16}, TokenShape{"AKIA", 16},       TokenShape{"AIza", 30},  TokenShape{"npm_", 30},
};

bool isTokenCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

bool hasShape(std::string_view text, const TokenShape& shape) {
    for (std::size_t at = text.find(shape.prefix); at != std::string_view::npos; at = text.find(shape.prefix, at + 1)) {
        const bool begins = at == 0 || !isTokenCharacter(text[at - 1]);
        std::size_t end = at + shape.prefix.size();
        bool digit = false;
        while (end < text.size() && isTokenCharacter(text[end])) {
            digit = digit || std::isdigit(static_cast<unsigned char>(text[end])) != 0 ||
                    std::isupper(static_cast<unsigned char>(text[end])) != 0;
            ++end;
        }
        // "hf_" also begins folder names; a token has capitals or digits.
        if (begins && digit && end - at - shape.prefix.size() >= shape.least) {
            return true;
        }
    }
    return false;
}

bool namesSecret(std::string_view key) {
    std::string lower(key);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    static constexpr std::array kWords = {"token", "secret", "password", "passwd", "api_key", "apikey"};
    return std::any_of(kWords.begin(), kWords.end(),
                       [&](const char* word) { return lower.find(word) != std::string::npos; });
}

bool mixesLettersAndDigits(std::string_view text) {
    const auto any = [&](auto test) {
        return std::any_of(text.begin(), text.end(), [&](char c) { return test(static_cast<unsigned char>(c)) != 0; });
    };
    const bool plain = std::none_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '<' || c == '/'; });
    return text.size() >= 20 && plain && any([](int c) { return std::isalpha(c); }) &&
           any([](int c) { return std::isdigit(c); });
}

std::optional<std::string> findBelow(const Json& value, const std::string& key, const std::string& path) {
    if (value.is_string() && looksLikeSecret(key, value.get_ref<const std::string&>())) {
        return path;
    }
    if (value.is_object()) {
        for (const auto& [name, child] : value.items()) {
            const std::string below = path.empty() ? name : path + "." + name;
            if (looksLikeSecret("", name)) {
                return path.empty() ? std::string("(a key)") : path;
            }
            if (auto found = findBelow(child, name, below)) {
                return found;
            }
        }
    }
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (auto found = findBelow(value[i], key, path + "[" + std::to_string(i) + "]")) {
                return found;
            }
        }
    }
    return std::nullopt;
}

} // namespace

bool looksLikeSecret(std::string_view key, std::string_view text) {
    const bool pem = text.find("-----BEGIN ") != std::string_view::npos &&
                     text.find("PRIVATE KEY") != std::string_view::npos;
    return pem || std::any_of(kShapes.begin(), kShapes.end(), [&](const TokenShape& s) { return hasShape(text, s); }) ||
           (namesSecret(key) && mixesLettersAndDigits(text));
}

std::optional<std::string> findSecret(const Json& document) {
    return findBelow(document, "", "");
}

void refuseSecrets(const Json& document, const std::string& source) {
    if (const auto path = findSecret(document)) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" looks like an access token. Remove it: run files may be shared."),
                           {{"source", printable(source)}, {"key", printable(*path)}});
    }
}

} // namespace halyard
