// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"
#include "core/run/study_grid.h"

#include <map>
#include <string>
#include <vector>

namespace halyard {

// One combination of values: a place on each axis of the grid, and for each run of the grid the child of the study that is
// it. Runs that are left out are not there; cells that agree in all that decides about a run have the same child.
struct GridCell {
    std::vector<std::size_t> values; // by axis
    std::map<std::string, std::string> runs;
};

struct GridStudy {
    StudyGrid grid;
    std::vector<GridCell> cells; // axes that repeat vary slowest: a whole table is there after each repetition
    RunSpec spec;                // kind study; its children each once, in an order that the scheduler can take
};

inline constexpr std::size_t kMostStudyRuns = 5000;

// Two runs are one child when their settings and their inputs are equal, and what makes those inputs is one child already.
// A child is called like the run of the grid, with "-1", "-2", … where there are several. Throws Error(InvalidInput), naming
// the cell: a run that reads one that is left out there, runs that read each other, more runs than kMostStudyRuns (probes of GA-S2
// counted).
[[nodiscard]] GridStudy expandGrid(const StudyGrid& grid);

// What the trainings of a study come to together, each once.
struct PlannedTraining {
    std::int64_t steps = 0;
    double tokens = 0;
};
[[nodiscard]] PlannedTraining plannedTraining(const RunSpec& study);

// "stage 1 rate 1e-3, seed 0"
[[nodiscard]] std::string labelsOf(const GridCell& cell, const StudyGrid& grid);

// Throws the first error of validate() with the run and the cell that it is of; gives the warnings, each sentence once.
// inputsAreThere: false where inputs may be missing yet, and what is said of them does not count.
std::vector<std::string> requireValidRuns(const GridStudy& study, bool inputsAreThere = true);

// Creates the run of a study with its frozen grid.json, in one step. resolved: the study's spec as it is to run, its inputs
// with their hashes.
RunFolder createGridStudy(const std::filesystem::path& path, const GridStudy& study, const RunSpec& resolved);
[[nodiscard]] bool isGridStudy(const RunFolder& run);
// The grid and the cells of a study, from its folder alone. Throws Error(InvalidInput).
[[nodiscard]] GridStudy readGridStudy(const RunFolder& run);

} // namespace halyard
