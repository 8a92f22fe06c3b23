// SPDX-License-Identifier: GPL-3.0-or-later
// Shared libraries that are not the CUDA module this program needs, and one that is, on a machine without a device.
#include "kernels/cuda/module_table.h"

#ifdef TABLE_VERSION
namespace {

const char* errorText(int /*error*/) { return "an invented error"; }
int noDevice(int* count) {
    *count = 0;
    return 0;
}

} // namespace

extern "C" __attribute__((visibility("default"))) const halyard::cuda::ModuleTable* halyard_cuda_table() {
    static const halyard::cuda::ModuleTable table = [] {
        halyard::cuda::ModuleTable filled{};
        filled.version = TABLE_VERSION;
        filled.byteSize = sizeof(filled);
        filled.torchVersion = TORCH_VERSION;
        filled.errorText = errorText;
        filled.architectures = "80 90";
        filled.deviceCount = noDevice;
        return filled;
    }();
    return &table;
}
#endif
