// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"
#include "views/text/number_text.h"
#include "views/theme/theme.h"

#include <QString>

#include <optional>
#include <string_view>
#include <vector>

namespace halyard::views {

// Where a run stands, as a person is told.
enum class RunState {
    New,
    Queued,
    Starting,
    Running,
    Paused,
    Stopping,
    Done,
    Stopped,
    Failed,
    Crashed,
    Lost,   // its supervisor ended without a word
    Unknown // no contact; the run may be going on
};
// The words of state.json and RunStatus ("running", "lost"); Unknown for any other.
[[nodiscard]] RunState runStateFromWord(std::string_view word);
[[nodiscard]] QString stateText(RunState state);
[[nodiscard]] QString stateIcon(RunState state); // name of a lineIcon
[[nodiscard]] Tone stateTone(RunState state);
[[nodiscard]] bool goesOn(RunState state); // starting, running, paused or stopping
[[nodiscard]] bool canStart(RunState state);    // new
[[nodiscard]] bool canContinue(RunState state); // ended, but not done

// "Stage 1: align", and the icon of the kind.
[[nodiscard]] QString kindText(RunKind kind);
[[nodiscard]] QString kindIcon(RunKind kind);

// What the views show of a run. Texts are from outside and shown as plain text.
struct RunFacts {
    QString id; // name of its folder; of a run in a composite one "PIPELINE/children/NAME"
    QString partOf; // the composite run it is in, which alone is started and stopped; empty: none
    QString title;
    RunKind kind = RunKind::Stage1;
    RunState state = RunState::New;
    std::optional<double> lastContact; // Unix time; with Unknown: "unknown since 14:02"
    QString place;                     // "this computer"
    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    std::int64_t tokens = 0;
    std::optional<double> loss;
    std::optional<double> tokensPerSecond;
    std::optional<TimeRange> remaining; // none: what the page reckons from the events
    QString reason;                     // one sentence, translated: why it failed, crashed or is lost
    bool readOnly = false;              // of a project that is only read
};

// "unknown since 14:02" or the word of the state.
[[nodiscard]] QString stateText(const RunFacts& facts);

} // namespace halyard::views
