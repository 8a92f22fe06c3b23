// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_project.h"
#include "core/demo/demo_report.h"

#include <filesystem>

namespace halyard {

struct DemoOptions {
    std::filesystem::path out;
    std::filesystem::path resources;
    std::filesystem::path halyard; // the program whose commands the demo types
    DemoBudget budget = demoBudget("full");
};

// The whole path on a small scale: text to tokens, a teacher, alignment, a stated choice of attention layers,
// distillation, finetuning, export, and the two models side by side. Every step is a command of `halyard` that is printed
// before it runs, and its result on disk says whether it has run, so an interrupted demo goes on where it stopped.
// Throws Error.
[[nodiscard]] DemoReport runDemo(const DemoOptions& options);

} // namespace halyard
