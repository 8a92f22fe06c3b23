// SPDX-License-Identifier: GPL-3.0-or-later
// Each kernel on the device against its definition in fp64, on fresh random inputs with odd sizes.
#include "kernels/cuda/open_module.h"
#include "tests/kernels/cuda/recurrence.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>

#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

namespace halyard {
namespace {

float roundToBfloat16(float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    return std::bit_cast<float>((bits + 0x7fffU + ((bits >> 16U) & 1U)) & 0xffff0000U);
}

// Device memory holding a tensor in one of the two types.
class Buffer {
public:
    Buffer(const std::vector<double>& values, cuda::Dtype dtype) : m_count(values.size()), m_dtype(dtype) {
        EXPECT_EQ(cudaMalloc(&m_data, m_count * elementBytes()), cudaSuccess);
        std::vector<std::uint8_t> bytes(m_count * elementBytes());
        for (std::size_t i = 0; i < m_count; ++i) {
            const auto value = static_cast<float>(values[i]);
            const std::uint32_t bits = std::bit_cast<std::uint32_t>(dtype == cuda::Dtype::BF16 ? roundToBfloat16(value) : value);
            const std::uint32_t stored = dtype == cuda::Dtype::BF16 ? bits >> 16U : bits;
            std::memcpy(bytes.data() + i * elementBytes(), &stored, elementBytes());
        }
        EXPECT_EQ(cudaMemcpy(m_data, bytes.data(), bytes.size(), cudaMemcpyHostToDevice), cudaSuccess);
    }
    Buffer(std::size_t count, cuda::Dtype dtype) : Buffer(std::vector<double>(count, NAN), dtype) {}
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { cudaFree(m_data); }

    [[nodiscard]] void* data() const { return m_data; }
    [[nodiscard]] float* floats() const { return static_cast<float*>(m_data); }
    [[nodiscard]] std::vector<double> values() const {
        std::vector<std::uint8_t> bytes(m_count * elementBytes());
        EXPECT_EQ(cudaMemcpy(bytes.data(), m_data, bytes.size(), cudaMemcpyDeviceToHost), cudaSuccess);
        std::vector<double> values(m_count);
        for (std::size_t i = 0; i < m_count; ++i) {
            std::uint32_t stored = 0;
            std::memcpy(&stored, bytes.data() + i * elementBytes(), elementBytes());
            values[i] = static_cast<double>(std::bit_cast<float>(m_dtype == cuda::Dtype::BF16 ? stored << 16U : stored));
        }
        return values;
    }

private:
    [[nodiscard]] std::size_t elementBytes() const { return m_dtype == cuda::Dtype::BF16 ? 2 : 4; }

    void* m_data = nullptr;
    std::size_t m_count;
    cuda::Dtype m_dtype;
};

// sqrt(sum (a - b)^2 / sum b^2); NaN where anything is.
double relativeError(const std::vector<double>& found, const std::vector<double>& expected) {
    double difference = 0;
    double size = 1e-300;
    EXPECT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        difference += (found[i] - expected[i]) * (found[i] - expected[i]);
        size += expected[i] * expected[i];
    }
    return std::sqrt(difference / size);
}

class CudaKernels : public testing::TestWithParam<cuda::Dtype> {
protected:
    void SetUp() override {
        m_module = &openCudaModule(std::getenv("HALYARD_CUDA_MODULE"), HALYARD_TORCH_VERSION);
        if (cudaDeviceCount(*m_module) == 0) {
            GTEST_SKIP() << "no CUDA device: skipped, the kernels were compiled but not run";
        }
    }

    // Random values that the tested type holds exactly, so that both sides see the same inputs.
    std::vector<double> random(std::int64_t count) {
        std::normal_distribution<float> normal;
        std::vector<double> values(static_cast<std::size_t>(count));
        for (double& value : values) {
            value = static_cast<double>(roundToBfloat16(normal(m_random)));
        }
        return values;
    }

    LightningProblem problem(std::int64_t B, std::int64_t T, std::int64_t H, std::int64_t K, std::int64_t V) {
        LightningProblem p;
        p.B = B;
        p.T = T;
        p.H = H;
        p.K = K;
        p.V = V;
        p.scale = 1 / std::sqrt(static_cast<double>(K));
        p.q_BTHK = random(B * T * H * K);
        p.k_BTHK = random(B * T * H * K);
        p.v_BTHV = random(B * T * H * V);
        p.do_BTHV = random(B * T * H * V);
        p.initial_BHKV = random(B * H * K * V);
        p.dFinal_BHKV = random(B * H * K * V);
        for (std::int64_t h = 0; h < H; ++h) {
            p.slopes_H.push_back(std::exp2(-8.0 * static_cast<double>(h + 1) / static_cast<double>(H)));
        }
        for (std::int64_t b = 0; b < B; ++b) {
            p.firstToken_B.push_back(b * T / (2 * B)); // the first sequence has no padding
        }
        return p;
    }

    // fp32: rounding of sums; bf16: rounding of the outputs, half a unit of 2^-8.
    [[nodiscard]] double tolerance() const { return GetParam() == cuda::Dtype::BF16 ? 3e-3 : 1e-5; }

    const cuda::ModuleTable* m_module = nullptr;
    std::mt19937_64 m_random{std::random_device{}()};
};

// The tensors of a problem on the device and the arguments that point to them.
struct OnDevice {
    OnDevice(const LightningProblem& p, cuda::Dtype dtype)
        : q(p.q_BTHK, dtype), k(p.k_BTHK, dtype), v(p.v_BTHV, dtype), slopes(p.slopes_H, cuda::Dtype::F32),
          initial(p.initial_BHKV, cuda::Dtype::F32), o(p.v_BTHV.size(), dtype),
          final(p.initial_BHKV.size(), cuda::Dtype::F32) {
        EXPECT_EQ(cudaMalloc(&firstToken, p.firstToken_B.size() * sizeof(std::int64_t)), cudaSuccess);
        EXPECT_EQ(cudaMemcpy(firstToken, p.firstToken_B.data(), p.firstToken_B.size() * sizeof(std::int64_t),
                             cudaMemcpyHostToDevice),
                  cudaSuccess);
        arguments = {.q_BTHK = q.data(),
                     .k_BTHK = k.data(),
                     .v_BTHV = v.data(),
                     .slopes_H = slopes.floats(),
                     .initialState_BHKV = initial.floats(),
                     .firstToken_B = static_cast<const std::int64_t*>(firstToken),
                     .o_BTHV = o.data(),
                     .finalState_BHKV = final.floats(),
                     .B = p.B,
                     .T = p.T,
                     .H = p.H,
                     .K = p.K,
                     .V = p.V,
                     .scale = static_cast<float>(p.scale),
                     .dtype = dtype,
                     .stream = nullptr};
    }
    OnDevice(const OnDevice&) = delete;
    OnDevice& operator=(const OnDevice&) = delete;
    ~OnDevice() { cudaFree(firstToken); }

    Buffer q, k, v, slopes, initial, o, final;
    void* firstToken = nullptr;
    cuda::LightningArguments arguments;
};

TEST_P(CudaKernels, LightningForwardEqualsTheRecurrence) {
    for (const auto& [B, T, H, K, V] : {std::array<std::int64_t, 5>{1, 1, 1, 1, 1}, {2, 37, 3, 6, 5}, {3, 129, 4, 128, 128},
                                        {1, 513, 2, 64, 96}, {2, 8, 1, 256, 256}}) {
        const LightningProblem p = problem(B, T, H, K, V);
        const LightningResult expected = lightningRecurrence(p);
        const OnDevice device(p, GetParam());
        ASSERT_EQ(m_module->lightningForward(&device.arguments), 0);
        ASSERT_EQ(cudaDeviceSynchronize(), cudaSuccess);
        EXPECT_LT(relativeError(device.o.values(), expected.o_BTHV), tolerance()) << T << " x " << K;
        EXPECT_LT(relativeError(device.final.values(), expected.final_BHKV), 1e-5) << T << " x " << K;
    }
}

TEST_P(CudaKernels, LightningBackwardEqualsTheChainRule) {
    for (const auto& [B, T, H, K, V] : {std::array<std::int64_t, 5>{1, 1, 1, 1, 1}, {2, 37, 3, 6, 5}, {3, 129, 4, 128, 128},
                                        {1, 257, 2, 96, 64}}) {
        const LightningProblem p = problem(B, T, H, K, V);
        const LightningResult expected = lightningRecurrence(p);
        const OnDevice device(p, GetParam());
        const Buffer dOut(p.do_BTHV, GetParam());
        const Buffer dFinal(p.dFinal_BHKV, cuda::Dtype::F32);
        const Buffer dq(p.q_BTHK.size(), GetParam());
        const Buffer dk(p.q_BTHK.size(), GetParam());
        const Buffer dv(p.v_BTHV.size(), GetParam());
        const Buffer dInitial(p.initial_BHKV.size(), cuda::Dtype::F32);
        const cuda::LightningGradients gradients{.forward = device.arguments,
                                                 .do_BTHV = dOut.data(),
                                                 .dFinalState_BHKV = dFinal.floats(),
                                                 .dq_BTHK = dq.data(),
                                                 .dk_BTHK = dk.data(),
                                                 .dv_BTHV = dv.data(),
                                                 .dInitialState_BHKV = dInitial.floats()};
        ASSERT_EQ(m_module->lightningBackward(&gradients), 0);
        ASSERT_EQ(cudaDeviceSynchronize(), cudaSuccess);
        EXPECT_LT(relativeError(dq.values(), expected.dq_BTHK), tolerance()) << T << " x " << K;
        EXPECT_LT(relativeError(dk.values(), expected.dk_BTHK), tolerance()) << T << " x " << K;
        EXPECT_LT(relativeError(dv.values(), expected.dv_BTHV), tolerance()) << T << " x " << K;
        EXPECT_LT(relativeError(dInitial.values(), expected.dInitial_BHKV), 1e-5) << T << " x " << K;
    }
}

TEST_P(CudaKernels, DecodingUpdatesTheStateInPlace) {
    LightningProblem p = problem(5, 1, 3, 128, 128);
    p.firstToken_B.assign(5, 0);
    const LightningResult expected = lightningRecurrence(p);
    OnDevice device(p, GetParam());
    device.arguments.finalState_BHKV = device.initial.floats();
    ASSERT_EQ(m_module->lightningDecode(&device.arguments), 0);
    ASSERT_EQ(cudaDeviceSynchronize(), cudaSuccess);
    EXPECT_LT(relativeError(device.o.values(), expected.o_BTHV), tolerance());
    EXPECT_LT(relativeError(device.initial.values(), expected.final_BHKV), 1e-6);
}

TEST_P(CudaKernels, RmsNormEqualsItsDefinition) {
    for (const auto& [N, D] : {std::array<std::int64_t, 2>{1, 1}, {3, 7}, {65, 128}, {17, 2049}}) {
        const std::vector<double> x = random(N * D);
        const std::vector<double> weight = random(D);
        const std::vector<double> dy = random(N * D);
        const RmsNormResult expected = rmsNormDefinition(x, weight, dy, 1e-6);
        const Buffer xDevice(x, GetParam());
        const Buffer weightDevice(weight, GetParam());
        const Buffer dyDevice(dy, GetParam());
        const Buffer y(x.size(), GetParam());
        const Buffer dx(x.size(), GetParam());
        const Buffer rstd(static_cast<std::size_t>(N), cuda::Dtype::F32);
        const Buffer dWeight(weight.size(), cuda::Dtype::F32);
        const cuda::RmsNormArguments forward{.x_ND = xDevice.data(),
                                             .weight_D = weightDevice.data(),
                                             .y_ND = y.data(),
                                             .rstd_N = rstd.floats(),
                                             .N = N,
                                             .D = D,
                                             .epsilon = 1e-6F,
                                             .dtype = GetParam(),
                                             .stream = nullptr};
        ASSERT_EQ(m_module->rmsNormForward(&forward), 0);
        const cuda::RmsNormGradients gradients{
            .forward = forward, .dy_ND = dyDevice.data(), .dx_ND = dx.data(), .dWeight_D = dWeight.floats()};
        ASSERT_EQ(m_module->rmsNormBackward(&gradients), 0);
        ASSERT_EQ(cudaDeviceSynchronize(), cudaSuccess);
        // y is rounded twice in bf16: before and after the weight.
        EXPECT_LT(relativeError(y.values(), expected.y_ND), 2 * tolerance()) << N << " x " << D;
        if (D > 1) { // with one column dx is 0 up to epsilon, and a relative error says nothing
            EXPECT_LT(relativeError(dx.values(), expected.dx_ND), tolerance()) << N << " x " << D;
        }
        EXPECT_LT(relativeError(dWeight.values(), expected.dWeight_D), tolerance()) << N << " x " << D;
    }
}

INSTANTIATE_TEST_SUITE_P(Types, CudaKernels, testing::Values(cuda::Dtype::F32, cuda::Dtype::BF16),
                         [](const auto& instance) { return instance.param == cuda::Dtype::F32 ? "Fp32" : "Bf16"; });

} // namespace
} // namespace halyard
