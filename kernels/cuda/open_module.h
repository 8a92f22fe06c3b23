// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cuda/module_table.h"

#include <filesystem>
#include <optional>
#include <string>

namespace halyard {

// halyard-cuda.so as it is built and as it is installed: in the lib folder beside bin/ or beside libexec/halyard/, the
// folder of the worker. Nothing when there is none.
[[nodiscard]] std::optional<std::filesystem::path> findCudaModule(const std::filesystem::path& workerFolder);

// Opens the module for the rest of the process and compares versions. Throws failure in one sentence when it cannot be
// loaded, is not such a module, has another table or was built for another LibTorch than torchVersion ("2.11.0";
// what follows a "+", as in "2.11.0+cu130", is not compared).
[[nodiscard]] const cuda::ModuleTable& openCudaModule(const std::filesystem::path& path,
                                                      const std::string& torchVersion);

// Devices the module can use, 0 where there is no device or no driver. Throws failure when the driver answers otherwise.
[[nodiscard]] int cudaDeviceCount(const cuda::ModuleTable& module);

struct CudaMemory {
    std::uint64_t freeBytes = 0;
    std::uint64_t totalBytes = 0;
};
[[nodiscard]] CudaMemory cudaMemory(const cuda::ModuleTable& module, int device);

} // namespace halyard
