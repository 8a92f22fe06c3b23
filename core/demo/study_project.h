// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/study.h"

#include <filesystem>

namespace halyard {

struct StudyOptions {
    std::filesystem::path out;
    std::filesystem::path resources; // the folder with teacher/
    std::filesystem::path halyard;   // the program whose commands prepare the text
    std::string preset = "selections";
    std::int64_t seeds = 3;
    StudyBudget budget;
};

// The project folder of a study on the bundled teacher: text of its language by the seeded generator, made into tokens, and
// items. What is there already is left as it is. Throws Error.
class StudyProject {
public:
    explicit StudyProject(StudyOptions options);

    [[nodiscard]] std::filesystem::path run() const { return m_options.out / "runs" / m_options.preset; }
    // Writes what is missing; gives the run's description.
    [[nodiscard]] RunSpec prepare() const;
    // Refuses a folder that is not this study's; creates it when it is not there.
    void create() const;

private:
    StudyOptions m_options;
};

} // namespace halyard
