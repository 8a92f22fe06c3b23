// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/issues.h"

namespace halyard {

// The inputs of one run: roles, paths, and what a run of this kind needs. onDisk: the folders are looked into, too.
void checkInputs(const RunSpec& spec, bool onDisk, Issues& issues);

// Prepared text of another sequence length than the run's.
[[nodiscard]] Message wrongBlocks(const std::string& path, std::int64_t found, std::int64_t wanted);

} // namespace halyard
