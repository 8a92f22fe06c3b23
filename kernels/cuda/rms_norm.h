// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cuda/module_table.h"

namespace halyard::cuda {

// The entries of the module's table; contracts in module_table.h. 0 or a cudaError_t: cudaErrorInvalidValue for a null
// pointer that is needed or a size below 1.
int rmsNormForward(const RmsNormArguments* arguments);
int rmsNormBackward(const RmsNormGradients* arguments);

} // namespace halyard::cuda
