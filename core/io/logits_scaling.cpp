// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/model_config.h"

#include <charconv>
#include <cmath>

namespace halyard {

namespace {

constexpr double kDefaultPosition = 362; // what the published code takes when the string is one word
constexpr double kLargest = 1e9;

std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(" \t", at);
        if (begin == std::string::npos) {
            break;
        }
        const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        at = end;
    }
    return words;
}

std::optional<double> numberOf(const std::string& word) {
    double value = 0;
    const char* end = word.data() + word.size();
    const auto result = std::from_chars(word.data(), end, value);
    return result.ec == std::errc() && result.ptr == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

LogitsScaling constant(double value, const std::string& place) {
    if (!(value > 0 && value <= kLargest)) {
        throw invalidInput(HALYARD_TEXT("{place}: the constant {value} is outside the allowed range: above 0, at most "
                                        "1000000000."),
                           {{"place", place}, {"value", Json(value).dump()}});
    }
    return {LogitsScaling::Kind::Constant, value};
}

// The denominator ln(trunc(A)) must be positive.
LogitsScaling position(const std::string& word, const std::string& place) {
    const std::optional<double> value = numberOf(word);
    if (!value || *value < 2 || *value > kLargest) {
        throw invalidInput(HALYARD_TEXT("{place}: the second word \"{word}\" must be a number from 2 to 1000000000."),
                           {{"place", place}, {"word", printable(word, 40)}});
    }
    return {LogitsScaling::Kind::Position, *value};
}

} // namespace

LogitsScaling parseLogitsScaling(const std::string& text) {
    const std::string place = "attn_logits_scaling";
    const std::vector<std::string> words = wordsOf(text);
    if (words.size() == 1 && words[0] == "none") {
        return {};
    }
    if (words.size() == 1) {
        if (const std::optional<double> value = numberOf(words[0])) {
            return constant(*value, place);
        }
        throw invalidInput(
            HALYARD_TEXT("{place}: \"{text}\" is one word. The published code reads it as A = 362, and it may "
                         "be meant as an A of its own: write \"hype 362\" for the first, \"hype A\" with your "
                         "number for the second (the published setting is \"hype 500\"), or \"none\"."),
            {{"place", place}, {"text", printable(text, 40)}});
    }
    if (words.size() == 2 && words[0] == "constant" && numberOf(words[1])) { // as describe() says it
        return constant(*numberOf(words[1]), place);
    }
    if (words.size() == 2) {
        return position(words[1], place);
    }
    throw invalidInput(
        HALYARD_TEXT("{place}: \"{text}\" must be \"none\", a number, or two words such as \"hype 500\"."),
        {{"place", place}, {"text", printable(text, 40)}});
}

LogitsScaling logitsScalingFromJson(const Json& value, const std::string& source) {
    const std::string place = printable(source) + ": attn_logits_scaling";
    if (value.is_null()) {
        return {};
    }
    if (value.is_number()) {
        return constant(value.get<double>(), place);
    }
    const std::vector<std::string> words =
        value.is_string() ? wordsOf(value.get<std::string>()) : std::vector<std::string>();
    if (words.size() == 1) {
        return {LogitsScaling::Kind::Position, kDefaultPosition};
    }
    if (words.size() == 2) {
        return position(words[1], place);
    }
    throw invalidInput(HALYARD_TEXT("{place}: {found} must be null, a number, or two words such as \"hype 500\"."),
                       {{"place", place}, {"found", printable(value.dump(), 60)}});
}

Json toJson(const LogitsScaling& scaling) {
    switch (scaling.kind) {
    case LogitsScaling::Kind::Constant:
        return scaling.value;
    case LogitsScaling::Kind::Position:
        return describe(scaling);
    case LogitsScaling::Kind::None:
        break;
    }
    return nullptr;
}

std::string describe(const LogitsScaling& scaling) {
    if (scaling.kind == LogitsScaling::Kind::None) {
        return "none";
    }
    char digits[64];
    const auto result = std::to_chars(std::begin(digits), std::end(digits), scaling.value);
    const std::string value(digits, result.ptr);
    return scaling.kind == LogitsScaling::Kind::Constant ? "constant " + value : "hype " + value;
}

} // namespace halyard
