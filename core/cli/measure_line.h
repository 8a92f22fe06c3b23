// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/run/run_folder.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace halyard {

// The words of a command that makes a run which measures, and follows it to its end: eval …, select sweep.
struct MeasureLine {
    RunKind kind = RunKind::Niah;
    std::string out;
    std::vector<std::string> models;
    std::map<std::string, std::string> inputs;   // by role
    std::map<std::string, std::string> settings; // by key
    std::vector<std::string> files;              // TASK=FILE
    bool json = false;
    std::function<void(RunSpec&)> adjust;        // what the words together mean; may be empty
};

// --out, the inputs of the kind, its settings, --file and --json. Words that are models are the caller's.
void declareMeasure(CLI::App& app, MeasureLine& line);

// The run that the words describe, made by them or found: the run of the same words goes on, another one is refused.
[[nodiscard]] RunFolder runOf(const MeasureLine& line);

} // namespace halyard
