// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/run/run_spec.h"

namespace halyard {

// halyard new KIND --out RUN …: creates a run folder.
[[nodiscard]] Command newCommand();

// Adds an input, or replaces the one of its role, by its whole path.
void addInput(RunSpec& spec, const std::string& role, const std::string& path);
// Adds one more input of the role "model".
void addModel(RunSpec& spec, const std::string& path);
// What a run in the folder out will have as its run.json: paths whole, inputs with their hashes. Validates it and prints its
// warnings on stderr. Throws Error(InvalidInput).
[[nodiscard]] RunSpec preparedSpec(RunSpec spec, const std::string& out);
// halyard fields [KIND]: every setting with its range, default and meaning.
[[nodiscard]] Command fieldsCommand();

} // namespace halyard
