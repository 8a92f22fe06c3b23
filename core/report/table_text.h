// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_measures.h"

#include <optional>
#include <string>
#include <vector>

namespace halyard {

// How tables write figures, and tables for a terminal and Markdown; numbers alone: written.h.

[[nodiscard]] std::string intervalText(const StudyShare& of); // Wilson's, 95 %: ".975–.991"

// "0.0123 ± 0.0004", ".985 ± .004 (.975–.991)" of a share (pooled has answers), "–" without a mean. format: of a mean that is
// no share.
[[nodiscard]] std::string meanText(const std::optional<double>& mean, const std::optional<double>& spread, const StudyShare& pooled,
                                   const char* format);

using TextTable = std::vector<std::vector<std::string>>; // the first line is the heading; all are equally long
// Columns of a terminal. Where they would be wider than width (0: any), each line is written below the other instead, a field
// a line.
[[nodiscard]] std::string inColumns(const TextTable& table, std::size_t width = 0);
[[nodiscard]] std::string asMarkdown(const TextTable& table);

} // namespace halyard
