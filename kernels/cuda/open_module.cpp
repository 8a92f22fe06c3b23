// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cuda/open_module.h"

#include "core/base/error.h"

#include <dlfcn.h>

namespace halyard {
namespace {

std::string withoutLocalPart(const std::string& version) { return version.substr(0, version.find('+')); }

Error cudaError(const cuda::ModuleTable& module, int error, const char* doing) {
    return failure(HALYARD_TEXT("The CUDA driver failed at {doing}: {reason}; check that nvidia-smi works, or run on the CPU."),
                   {{"doing", doing}, {"reason", printable(module.errorText(error))}});
}

} // namespace

std::optional<std::filesystem::path> findCudaModule(const std::filesystem::path& workerFolder) {
    for (const char* place : {"../lib/halyard-cuda.so", "../../lib/halyard-cuda.so"}) {
        const std::filesystem::path path = (workerFolder / place).lexically_normal();
        std::error_code ignored;
        if (std::filesystem::is_regular_file(path, ignored)) {
            return path;
        }
    }
    return std::nullopt;
}

const cuda::ModuleTable& openCudaModule(const std::filesystem::path& path, const std::string& torchVersion) {
    const std::string file = printable(path.string());
    // RTLD_NODELETE: kernels and the driver's threads stay valid until the process ends.
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        const char* reason = dlerror();
        throw failure(HALYARD_TEXT("{file}: the CUDA module cannot be loaded ({reason}); install it again."),
                      {{"file", file}, {"reason", printable(reason == nullptr ? "no reason given" : reason)}});
    }
    void* symbol = dlsym(library, cuda::kTableFunction);
    if (symbol == nullptr) {
        throw failure(HALYARD_TEXT("{file}: not a CUDA module of Halyard (it has no function {function}); install it again."),
                      {{"file", file}, {"function", cuda::kTableFunction}});
    }
    const cuda::ModuleTable* module = reinterpret_cast<cuda::TableFunction>(symbol)();
    if (module == nullptr || module->version != cuda::kModuleVersion || module->byteSize < sizeof(cuda::ModuleTable)) {
        throw failure(HALYARD_TEXT("{file}: the CUDA module has version {found} of the table and this program needs {wanted}; "
                                   "install both from one release."),
                      {{"file", file},
                       {"found", module == nullptr ? "0" : std::to_string(module->version)},
                       {"wanted", std::to_string(cuda::kModuleVersion)}});
    }
    if (withoutLocalPart(module->torchVersion) != withoutLocalPart(torchVersion)) {
        throw failure(HALYARD_TEXT("{file}: the CUDA module was built for LibTorch {found} and this program uses {wanted}; "
                                   "install both from one release."),
                      {{"file", file}, {"found", printable(module->torchVersion)}, {"wanted", printable(torchVersion)}});
    }
    return *module;
}

int cudaDeviceCount(const cuda::ModuleTable& module) {
    int count = 0;
    const int error = module.deviceCount(&count);
    if (error != 0) {
        throw cudaError(module, error, "counting devices");
    }
    return count;
}

CudaMemory cudaMemory(const cuda::ModuleTable& module, int device) {
    CudaMemory memory;
    const int error = module.memory(device, &memory.freeBytes, &memory.totalBytes);
    if (error != 0) {
        throw cudaError(module, error, "reading the memory of a device");
    }
    return memory;
}

} // namespace halyard
