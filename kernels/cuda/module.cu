// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cuda/lightning_attention.h"
#include "kernels/cuda/module_table.h"
#include "kernels/cuda/rms_norm.h"

#include <cuda_runtime.h>

namespace halyard::cuda {
namespace {

int deviceCount(int* count) {
    const cudaError_t error = cudaGetDeviceCount(count);
    if (error == cudaErrorNoDevice || error == cudaErrorInsufficientDriver) {
        cudaGetLastError(); // forget it: a later call must not find it
        *count = 0;
        return cudaSuccess;
    }
    return error;
}

int memory(int device, std::uint64_t* freeBytes, std::uint64_t* totalBytes) {
    int before = 0;
    cudaError_t error = cudaGetDevice(&before);
    if (error == cudaSuccess) {
        error = cudaSetDevice(device);
    }
    if (error != cudaSuccess) {
        return error;
    }
    std::size_t free = 0;
    std::size_t total = 0;
    error = cudaMemGetInfo(&free, &total);
    *freeBytes = free;
    *totalBytes = total;
    const cudaError_t restored = cudaSetDevice(before);
    return error == cudaSuccess ? restored : error;
}

const char* errorText(int error) { return cudaGetErrorString(static_cast<cudaError_t>(error)); }

constexpr ModuleTable kTable{
    .version = kModuleVersion,
    .byteSize = sizeof(ModuleTable),
    .torchVersion = HALYARD_TORCH_VERSION,
    .architectures = HALYARD_CUDA_ARCHITECTURES,
    .deviceCount = deviceCount,
    .memory = memory,
    .errorText = errorText,
    .lightningForward = lightningForward,
    .lightningBackward = lightningBackward,
    .lightningDecode = lightningDecode,
    .rmsNormForward = rmsNormForward,
    .rmsNormBackward = rmsNormBackward,
};

} // namespace
} // namespace halyard::cuda

extern "C" __attribute__((visibility("default"))) const halyard::cuda::ModuleTable* halyard_cuda_table() {
    return &halyard::cuda::kTable;
}
