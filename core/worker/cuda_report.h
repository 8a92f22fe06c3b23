// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <filesystem>
#include <string>

namespace halyard {

// What doctor says of the CUDA module that belongs to the worker in workerFolder: "cuda_module" (its path, or that there
// is none), then either "cuda_torch", "cuda_architectures" and "cuda_devices" (free and total memory of each, or that
// there is none), or "cuda_problem", the sentence that says why it cannot be used. Never throws for a bad module: the CPU
// computes without it.
[[nodiscard]] Json cudaReport(const std::filesystem::path& workerFolder, const std::string& torchVersion);

} // namespace halyard
