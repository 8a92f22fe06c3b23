// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/cuda_report.h"

#include "core/base/error.h"
#include "kernels/cuda/open_module.h"

#include <cmath>

namespace halyard {

namespace {

double gibibytes(std::uint64_t bytes) {
    return std::round(static_cast<double>(bytes) / (1U << 30U) * 10) / 10;
}

Json devicesOf(const cuda::ModuleTable& module) {
    const int count = cudaDeviceCount(module);
    if (count == 0) {
        return "none: this machine has no NVIDIA device, or no driver for it";
    }
    Json devices = Json::array();
    for (int device = 0; device < count; ++device) {
        const CudaMemory memory = cudaMemory(module, device);
        devices.push_back({{"device", device},
                           {"free_gib", gibibytes(memory.freeBytes)},
                           {"total_gib", gibibytes(memory.totalBytes)}});
    }
    return devices;
}

} // namespace

Json cudaReport(const std::filesystem::path& workerFolder, const std::string& torchVersion) {
    const auto path = findCudaModule(workerFolder);
    if (!path) {
        return {{"cuda_module", "none: this build has no lib/halyard-cuda.so; training uses the CPU"}};
    }
    Json report = {{"cuda_module", path->string()}};
    try {
        const cuda::ModuleTable& module = openCudaModule(*path, torchVersion);
        report["cuda_torch"] = module.torchVersion;
        report["cuda_architectures"] = module.architectures;
        report["cuda_devices"] = devicesOf(module);
    } catch (const Error& error) {
        report["cuda_problem"] = error.what();
    }
    return report;
}

} // namespace halyard
