// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_recipe.h"
#include "core/run/run_spec.h"

#include <filesystem>

namespace halyard {

struct DemoOptions {
    std::filesystem::path out;
    std::filesystem::path resources; // the folder with teacher/
    std::filesystem::path halyard;   // the program whose commands prepare the text and export
    DemoRecipe recipe;
};

// The project folder of the demo, as ARCHITECTURE.md describes a project: one composite run, runs/demo, whose children are
// the whole chain; data/, exports/hypenet-demo and report/ beside it. Each call leaves what is there as it is. Throws Error.
class DemoProject {
public:
    explicit DemoProject(DemoOptions options);

    [[nodiscard]] const DemoOptions& options() const { return m_options; }
    [[nodiscard]] std::filesystem::path run() const { return m_options.out / "runs" / "demo"; }
    [[nodiscard]] std::filesystem::path exported() const { return m_options.out / "exports" / "hypenet-demo"; }
    [[nodiscard]] std::filesystem::path report() const { return m_options.out / "report"; }

    // Refuses a folder that is not this demo's, or was begun with another budget; creates it when it is not there.
    void create() const;
    // Writes the text and the items that are missing; gives the description of the run.
    [[nodiscard]] RunSpec prepare() const;
    // The student of the first seed as a Hugging Face folder with the scaling that its search has found. The export verifies
    // itself; done once.
    void exportStudent() const;

private:
    DemoOptions m_options;
};

} // namespace halyard
