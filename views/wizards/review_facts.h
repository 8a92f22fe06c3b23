// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/text/number_text.h"

#include <QString>

#include <optional>
#include <vector>

namespace halyard::views {

// What a run will need, per stage; unknown figures are none and shown as such.
struct Forecast {
    QString stage;
    std::optional<double> tokens;
    std::optional<TimeRange> time;
    std::optional<double> memoryBytes;
    std::optional<double> memoryFree;
    std::optional<double> diskBytes;
    std::optional<double> diskFree;
};

// Two steps tried with nothing kept.
struct TrialResult {
    enum class State {
        None,
        Running,
        Passed,
        Failed
    };
    State state = State::None;
    QString text; // "Loss 3.21, 3.18; 0.4 s a step; 1.2 GiB", or why it failed
};

} // namespace halyard::views
