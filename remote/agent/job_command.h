// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// `halyard-agent job FOLDER [--detach]`: runs the job of a folder (job_folder.h), once, and says in exit.json how it ended.
[[nodiscard]] Command jobCommand();

} // namespace halyard
