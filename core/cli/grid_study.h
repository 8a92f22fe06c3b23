// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/shipped_grids.h"
#include "core/run/study_cells.h"

#include <filesystem>

namespace halyard {

// The grids that come with the program.
[[nodiscard]] ShippedGrids shippedGrids();

// How "halyard study" prints.
struct StudyPrint {
    bool markdown = false;
    bool json = false;
};

// Where a grid is studied.
struct StudyPlace {
    std::filesystem::path run;     // the study's folder
    std::filesystem::path project; // that it is in, with data/ for what is bundled; empty: none
    bool makesProject = false;     // the project is the study's own, made where there is none
};
// In a project that is there as its run runs/NAME; else in out, which is the run's folder, or with a grid that reads something
// bundled a project of its own. Throws Error(InvalidInput) for a project that is no folder.
[[nodiscard]] StudyPlace placeOf(const GridStudy& study, const std::filesystem::path& out, const std::filesystem::path& project);

// Says which cells and runs a grid has and what they share; writes nothing.
void printGridPlan(const GridStudy& study, const StudyPrint& print);
// Creates the run of a grid with all that it reads and says where it is; starts nothing. Refuses a folder that was begun with
// another grid.
void createGridRun(const GridStudy& study, const StudyPlace& place, const StudyPrint& print);
// Runs the study of a grid, or continues it, and prints its table; gives the exit code. Refuses what createGridRun() refuses.
[[nodiscard]] int runGridStudy(const GridStudy& study, const StudyPlace& place, const StudyPrint& print);
void printGridTable(const RunFolder& run, const StudyPrint& print);

} // namespace halyard
