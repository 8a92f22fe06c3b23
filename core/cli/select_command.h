// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// "2, 3, 6", or "none".
[[nodiscard]] std::string listOfLayers(const std::vector<std::int64_t>& layers);

// halyard select rank: scores the layers of a sweep and keeps the best.
[[nodiscard]] Command selectRankCommand();
// halyard select ga-s2: ranks the layers by the probes of a run of kind ga-s2.
[[nodiscard]] Command selectGaS2Command();
// halyard select list | uniform | random | compare | table.
[[nodiscard]] Command selectListCommand();
[[nodiscard]] Command selectUniformCommand();
[[nodiscard]] Command selectRandomCommand();
[[nodiscard]] Command selectCompareCommand();
[[nodiscard]] Command selectTableCommand();
// halyard select kl | ppl | mse | smart | zero: keeps layers by a screen of a sweep.
[[nodiscard]] std::vector<Command> selectScreenCommands();
// halyard select sweep: measures each layer exchanged.
[[nodiscard]] Command selectSweepCommand();

} // namespace halyard
