// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstddef>
#include <filesystem>

namespace halyard {

// A run of the demo's teacher on every core, as a person would start it in a terminal, for as long as this lives.
class TrainingBeside {
public:
    // Prepares the text in demo (the demo's resources), creates and launches the run in folder, and waits for its first step;
    // ends the program with a sentence when that cannot be done.
    TrainingBeside(const std::filesystem::path& folder, const std::filesystem::path& demo);
    ~TrainingBeside(); // stops it at once
    TrainingBeside(const TrainingBeside&) = delete;
    TrainingBeside& operator=(const TrainingBeside&) = delete;

    // {"steps", "tokens_per_second"} since the run was seen to train.
    [[nodiscard]] Json figures() const;

private:
    [[nodiscard]] std::size_t steps() const;

    std::filesystem::path m_run;
    std::size_t m_first = 0; // steps when the constructor was done
};

} // namespace halyard
