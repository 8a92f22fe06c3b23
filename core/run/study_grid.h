// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// A grid: some runs, and axes along which their settings and inputs differ (docs/study_grid.md). What is compared is every
// combination of one value of each axis.

// One setting: "optimizer.learning_rate" of a run or of all; of a value "align.optimizer.learning_rate", or "*.train.seed" of
// every run that reads it.
struct GridSetting {
    std::string key;
    Json value;
};

// What a run reads instead in the cells of a value.
struct GridInput {
    std::string run;
    std::string role;
    std::optional<std::string> path; // none: it has no input of the role there
};

struct GridValue {
    std::string label;
    std::vector<GridSetting> set{};
    std::vector<GridInput> inputs{};
    std::vector<std::string> without{}; // runs that are left out
};

struct GridAxis {
    std::string name;
    bool repeat = false; // its values are repetitions of the same, such as seeds: effects are means over it
    std::vector<GridValue> values;
};

// A run of kind ga-s2 is described by the stage 2 that all its probes are, but for the layer that each keeps: their inputs and
// settings stand in spec beside its own.
struct GridRun {
    RunSpec spec; // with the settings of the grid and its own; its name is the run's
    std::vector<GridSetting> settings; // its own, as they are written
    std::int64_t layers = 0;           // of kind ga-s2: probes, one for each layer of the teacher
};

struct StudyGrid {
    static constexpr std::int64_t kSchema = 1;
    std::string name;     // a folder may be called so
    std::string question; // one sentence
    std::vector<GridSetting> settings; // of all runs that read them
    std::vector<GridRun> runs;
    std::vector<GridAxis> axes;

    [[nodiscard]] const GridRun* run(const std::string& name) const;
};

inline constexpr std::size_t kMostGridRuns = 64;
inline constexpr std::int64_t kMostProbes = 1024;
inline constexpr std::size_t kMostAxes = 8;
inline constexpr std::size_t kMostValues = 200;
inline constexpr std::size_t kMostCells = 1000;

// What stands for something of the bundled teacher's, "bundled:teacher" (core/demo/bundled_inputs.h).
inline constexpr std::string_view kBundled = "bundled:";

// Strict: every key, type, name and reference is checked, and refused with its place and the nearest known name; so are two
// axes that set the same, and more cells than kMostCells. Relative paths are made whole, from folder on. Ranges are
// validate()'s. Throws Error(InvalidInput).
[[nodiscard]] StudyGrid gridFromJson(const Json& document, const std::string& source, const std::filesystem::path& folder);
[[nodiscard]] StudyGrid readGrid(const std::filesystem::path& file);
// As it is read, with the short forms written out.
[[nodiscard]] Json toJson(const StudyGrid& grid);

// Runs of a grid that a key "RUN.KEY" or "*.KEY" means; empty for a name that is none. setting: KEY.
struct GridTarget {
    std::vector<const GridRun*> runs;
    std::string setting;
};
[[nodiscard]] GridTarget targetOf(const std::string& key, const StudyGrid& grid);
// Whether a run of a grid reads a setting, which may be a key below a document ("model.config.lightning_nh"). One of kind ga-s2
// reads those of its probes, too.
[[nodiscard]] bool readsSetting(RunKind kind, const std::string& key);
// Roles of what a run of a grid may read.
[[nodiscard]] std::vector<std::string> rolesOf(RunKind kind);

} // namespace halyard
