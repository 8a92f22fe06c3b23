// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/study_cells.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// Where what belongs to the bundled teacher lies and is written.
struct BundledPlace {
    std::filesystem::path resources; // the folder with teacher/
    std::filesystem::path halyard;   // the program whose commands prepare the text
    std::filesystem::path project;   // data/ of it is written
};

// What a grid may name as "bundled:NAME": teacher (its folder), train, train-long, held-out, held-out-long, screen (text; documents
// of 128 tokens, of 512 where it is long), recall, choices (items that judge), sweep-recall, sweep-choices (other items, for
// sweeps).
[[nodiscard]] const std::vector<std::string>& bundledNames();

// Whether a run of the study reads something of these. Throws Error(InvalidInput) for a name that is none, with the nearest.
[[nodiscard]] bool readsBundled(const RunSpec& study);
// The study with the path of the teacher alone, for what is told before anything is written.
[[nodiscard]] RunSpec withBundledTeacher(RunSpec study, const std::filesystem::path& resources);
// The study with paths for them; writes what is missing.
[[nodiscard]] RunSpec withBundled(RunSpec study, const BundledPlace& place);

} // namespace halyard
