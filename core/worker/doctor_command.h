// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard-worker doctor: LibTorch, threads, instruction set, every form of the kernels against its
// reference, and the CUDA module with its devices.
[[nodiscard]] Command workerDoctorCommand();

} // namespace halyard
