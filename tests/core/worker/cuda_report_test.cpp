// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/cuda_report.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

// The report of a worker beside which this module lies.
Json reportWith(const TemporaryFolder& folder, const char* module) {
    std::filesystem::create_directories(folder / "bin");
    std::filesystem::create_directories(folder / "lib");
    std::filesystem::copy_file(std::filesystem::path(std::getenv("HALYARD_TEST_MODULES")) / module,
                               folder / "lib/halyard-cuda.so");
    return cudaReport(folder / "bin", HALYARD_TORCH_VERSION);
}

TEST(CudaReport, SaysThatThereIsNoModule) {
    const TemporaryFolder folder;
    const Json report = cudaReport(folder / "bin", HALYARD_TORCH_VERSION);
    EXPECT_EQ(report, (Json{{"cuda_module", "none: this build has no lib/halyard-cuda.so; training uses the CPU"}}));
}

TEST(CudaReport, NamesVersionArchitecturesAndThatThereIsNoDevice) {
    const TemporaryFolder folder;
    const Json report = reportWith(folder, "no_device.so");
    EXPECT_EQ(report.value("cuda_module", ""), (folder / "lib/halyard-cuda.so").string());
    EXPECT_EQ(report.value("cuda_torch", ""), HALYARD_TORCH_VERSION);
    EXPECT_EQ(report.value("cuda_architectures", ""), "80 90");
    EXPECT_EQ(report.value("cuda_devices", ""), "none: this machine has no NVIDIA device, or no driver for it");
    EXPECT_FALSE(report.contains("cuda_problem"));
}

TEST(CudaReport, SaysInOneSentenceThatAnotherLibTorchIsMeant) {
    const TemporaryFolder folder;
    const Json report = reportWith(folder, "other_torch.so");
    EXPECT_EQ(report.value("cuda_problem", ""),
              (folder / "lib/halyard-cuda.so").string() +
                  ": the CUDA module was built for LibTorch 1.13.1+cu117 and this program uses " HALYARD_TORCH_VERSION
                  "; install both from one release.");
    EXPECT_FALSE(report.contains("cuda_devices"));
}

} // namespace
} // namespace halyard::testing
