// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/cell_ledger.h"
#include "core/select/probe/sweep_plan.h"
#include "core/select/score/screen_file.h"

namespace halyard {

// What a sweep's cells say together: the ledger holds a plan's cells in its order.
struct SweepLedger {
    const RunSpec& spec;
    const SweepPlan& plan;
    const CellLedger& cells;
    // Of each task's cells; none for a layer that is not exchanged.
    std::vector<std::vector<std::optional<std::size_t>>> places;

    [[nodiscard]] bool complete(std::optional<std::size_t> place) const { return place && cells.complete(*place); }
};

// The finished results of the tasks; without any layer there is nothing to write yet.
[[nodiscard]] Sweep sweepOf(const SweepLedger& ledger);
[[nodiscard]] Screen screenOf(const SweepLedger& ledger);

// selections/ of a run folder, from the files sweep.json and screen.json beside it.
void writeSelections(const std::filesystem::path& run, const RunSpec& spec, std::int64_t layers);

} // namespace halyard
