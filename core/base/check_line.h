// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace halyard {

// How far one of a command's checks is, as a line on stderr for the program that started the command:
//   check {"check":"logits","facts":{"error":3.1e-07,"limit":1e-05},"state":"passed"}
struct CheckLine {
    enum class State {
        Running,
        Passed,
        Skipped, // it could not be made; the facts say why
        Failed
    };
    std::string check; // "logits"
    State state = State::Running;
    Json facts = Json::object(); // what was measured, so far while it runs
};

[[nodiscard]] std::string textOf(const CheckLine& line);
// Nothing for any other line, and for one that is cut.
[[nodiscard]] std::optional<CheckLine> checkLineFrom(std::string_view text);

} // namespace halyard
