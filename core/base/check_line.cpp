// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/check_line.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>

namespace halyard {

namespace {

constexpr std::string_view kBegin = "check ";
constexpr std::array<const char*, 4> kStates = {"running", "passed", "skipped", "failed"};

std::string textIn(const Json& document, const char* key) {
    const auto found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

std::string textOf(const CheckLine& line) {
    const Json document = {{"check", line.check}, {"state", kStates[static_cast<std::size_t>(line.state)]}, {"facts", line.facts}};
    return std::string(kBegin) + document.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<CheckLine> checkLineFrom(std::string_view text) {
    if (!text.starts_with(kBegin)) {
        return std::nullopt;
    }
    try {
        const Json document = parseJson(std::string(text.substr(kBegin.size())), "check");
        if (!document.is_object()) {
            return std::nullopt;
        }
        const auto state = std::find(kStates.begin(), kStates.end(), textIn(document, "state"));
        const auto facts = document.find("facts");
        const std::string check = textIn(document, "check");
        if (state == kStates.end() || check.empty() || facts == document.end() || !facts->is_object()) {
            return std::nullopt;
        }
        return CheckLine{check, static_cast<CheckLine::State>(state - kStates.begin()), *facts};
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace halyard
