// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project_values.h"
#include "views/wizards/inputs_form.h"

namespace halyard::app {

// What a project has that an input of a role may be: checkpoints of its runs, prepared text below data/, and folders
// that other runs were given. The likeliest first.
// Folders with a tokenizer.json that runs of the project use or may use.
[[nodiscard]] QStringList tokenizerFolders(const Runs& runs, const QString& project);
[[nodiscard]] std::vector<views::InputChoice> inputChoices(const std::string& role, const Runs& runs, const QString& project);

// A spec of a kind with the likeliest inputs of the project already chosen.
[[nodiscard]] RunSpec firstSpec(RunKind kind, const Runs& runs, const QString& project);

// A folder name for a new run that no other run has: "2-align", "distill-2".
[[nodiscard]] QString freeRunName(const RunSpec& spec, const Runs& runs);

} // namespace halyard::app
