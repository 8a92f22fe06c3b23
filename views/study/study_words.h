// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/grid_table.h"

#include <QString>

namespace halyard::views {

// How a study's table is written in the language of the interface; files have the words of core/report.

// "needles beyond 512 tokens", "distil: held-out KL", "training seconds"
[[nodiscard]] QString columnText(const GridColumn& column, const GridTable& table);
// "91.2 %", "0.0413", "12 s", "1 M"
[[nodiscard]] QString figureText(double value, GridColumn::Unit unit);
// With its sign: "+1.2 %", "−0.0130"
[[nodiscard]] QString differenceText(double difference, GridColumn::Unit unit);
// "91.2 % ± 1.1 %"; "–" without a mean
[[nodiscard]] QString meanText(const GridMean& mean, GridColumn::Unit unit);
// "done", "waiting"
[[nodiscard]] QString cellStateText(const std::string& state);
// "6 of 12 cells are done, 1 failed"
[[nodiscard]] QString progressText(const GridTable& table);

} // namespace halyard::views
