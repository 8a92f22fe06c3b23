// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cuda/open_module.h"

#include "core/base/error.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace halyard {
namespace {

std::filesystem::path wrongModule(const std::string& name) {
    return std::filesystem::path(std::getenv("HALYARD_TEST_MODULES")) / name;
}

std::string refusal(const std::filesystem::path& path) {
    try {
        (void)openCudaModule(path, HALYARD_TORCH_VERSION);
    } catch (const Error& error) {
        EXPECT_EQ(error.exitCode(), 1);
        return error.what();
    }
    return "opened";
}

TEST(CudaModule, RefusesAnotherTableNamingBothVersions) {
    const std::filesystem::path path = wrongModule("other_table.so");
    EXPECT_EQ(refusal(path), path.string() + ": the CUDA module has version 99 of the table and this program needs 1; "
                                             "install both from one release.");
}

TEST(CudaModule, RefusesAnotherLibTorchNamingBothVersions) {
    const std::filesystem::path path = wrongModule("other_torch.so");
    EXPECT_EQ(refusal(path), path.string() + ": the CUDA module was built for LibTorch 1.13.1+cu117 and this program "
                                             "uses " HALYARD_TORCH_VERSION "; install both from one release.");
}

TEST(CudaModule, IgnoresTheLocalPartOfTheLibTorchVersion) {
    EXPECT_STREQ(openCudaModule(wrongModule("other_torch.so"), "1.13.1").torchVersion, "1.13.1+cu117");
}

TEST(CudaModule, RefusesALibraryWithoutTheTable) {
    const std::filesystem::path path = wrongModule("no_table.so");
    EXPECT_EQ(refusal(path), path.string() + ": not a CUDA module of Halyard (it has no function halyard_cuda_table); "
                                             "install it again.");
}

TEST(CudaModule, RefusesAFileThatIsNoLibrary) {
    const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "text.so";
    std::ofstream(path) << "not a library";
    const std::string sentence = refusal(path);
    EXPECT_TRUE(sentence.starts_with(path.string() + ": the CUDA module cannot be loaded (")) << sentence;
    std::filesystem::remove(path);
    EXPECT_NE(refusal(path).find("No such file"), std::string::npos);
}

TEST(CudaModule, IsFoundBesideTheWorkerAsBuiltAndAsInstalled) {
    const std::filesystem::path root =
        std::filesystem::path(testing::TempDir()) / ("module_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()));
    std::filesystem::remove_all(root);
    std::filesystem::create_directories(root / "lib");
    std::filesystem::create_directories(root / "bin");
    std::filesystem::create_directories(root / "libexec/halyard");
    EXPECT_FALSE(findCudaModule(root / "bin").has_value());
    std::ofstream(root / "lib/halyard-cuda.so") << "x";
    EXPECT_EQ(findCudaModule(root / "bin"), root / "lib/halyard-cuda.so");
    EXPECT_EQ(findCudaModule(root / "libexec/halyard"), root / "lib/halyard-cuda.so");
    std::filesystem::remove_all(root);
}

TEST(CudaModule, AsBuiltFitsThisProgramAndCountsDevices) {
    const char* path = std::getenv("HALYARD_CUDA_MODULE");
    if (path == nullptr) {
        GTEST_SKIP() << "this build has no CUDA module (-DHALYARD_BUILD_CUDA=ON)";
    }
    const cuda::ModuleTable& module = openCudaModule(path, HALYARD_TORCH_VERSION);
    EXPECT_EQ(module.byteSize, sizeof(cuda::ModuleTable));
    EXPECT_STREQ(module.architectures, "80 90");
    const int devices = cudaDeviceCount(module); // 0 without a device or a driver, not an error
    EXPECT_EQ(devices > 0, std::filesystem::exists("/dev/nvidiactl"));
    if (devices == 0) {
        EXPECT_THROW((void)cudaMemory(module, 0), Error);
    } else {
        const CudaMemory memory = cudaMemory(module, 0);
        EXPECT_GT(memory.freeBytes, 0U);
        EXPECT_GE(memory.totalBytes, memory.freeBytes);
    }
}

TEST(CudaModule, KernelsRefuseMissingPointersAndImpossibleSizes) {
    const char* path = std::getenv("HALYARD_CUDA_MODULE");
    if (path == nullptr) {
        GTEST_SKIP() << "this build has no CUDA module (-DHALYARD_BUILD_CUDA=ON)";
    }
    const cuda::ModuleTable& module = openCudaModule(path, HALYARD_TORCH_VERSION);
    constexpr int kInvalidValue = 1; // cudaErrorInvalidValue
    EXPECT_EQ(module.lightningForward(nullptr), kInvalidValue);
    float room = 0;
    cuda::LightningArguments lightning;
    lightning.q_BTHK = lightning.k_BTHK = lightning.v_BTHV = &room;
    lightning.slopes_H = &room;
    lightning.o_BTHV = &room;
    lightning.B = lightning.T = lightning.H = lightning.V = 1;
    lightning.K = cuda::kMaxHeadSize + 1;
    EXPECT_EQ(module.lightningForward(&lightning), kInvalidValue);
    lightning.K = 0;
    EXPECT_EQ(module.lightningForward(&lightning), kInvalidValue);
    lightning.K = 1;
    EXPECT_EQ(module.lightningDecode(&lightning), kInvalidValue); // no state to update
    EXPECT_EQ(module.lightningBackward(nullptr), kInvalidValue);
    cuda::RmsNormArguments norm;
    EXPECT_EQ(module.rmsNormForward(&norm), kInvalidValue);
    EXPECT_EQ(module.rmsNormBackward(nullptr), kInvalidValue);
    EXPECT_STREQ(module.errorText(kInvalidValue), "invalid argument");
}

} // namespace
} // namespace halyard
