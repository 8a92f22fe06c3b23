// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/study_cells.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// The files of grids that are shipped with the program, by their names. None where they are not installed.
[[nodiscard]] std::vector<std::string> shippedGrids();
[[nodiscard]] std::filesystem::path shippedGrid(const std::string& name);

// How "halyard study" prints.
struct StudyPrint {
    bool markdown = false;
    bool json = false;
};

// The run folder of a grid that is studied in out: out itself; a grid that reads something bundled has a project there, whose
// run it is.
[[nodiscard]] std::filesystem::path runOfGrid(const GridStudy& study, const std::filesystem::path& out);

// Says which cells and runs a grid has and what they share; writes nothing.
void printGridPlan(const GridStudy& study, const StudyPrint& print);
// Runs the study of a grid in out, or continues it, and prints its table; gives the exit code. Refuses a folder that was begun
// with another grid.
[[nodiscard]] int runGridStudy(const GridStudy& study, const std::filesystem::path& out, const StudyPrint& print);
void printGridTable(const RunFolder& run, const StudyPrint& print);

} // namespace halyard
