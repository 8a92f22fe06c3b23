// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cuda/element.cuh"
#include "kernels/cuda/rms_norm.h"

namespace halyard::cuda {
namespace {

constexpr int kRowThreads = 256;   // a block a row
constexpr int kWarps = kRowThreads / 32;
constexpr int kColumnThreads = 32; // a block 32 columns of dw
constexpr int kRowGroups = 16;

// The sum over a block of kRowThreads threads, in every thread.
__device__ float blockSum(float x) {
    __shared__ float partial[kWarps];
    x = warpSum(x);
    if (threadIdx.x % 32 == 0) {
        partial[threadIdx.x / 32] = x;
    }
    __syncthreads();
    float total = 0.0F;
    for (int warp = 0; warp < kWarps; ++warp) {
        total += partial[warp];
    }
    return total;
}

template <typename Element>
__global__ void __launch_bounds__(kRowThreads)
    forwardKernel(const Element* x_ND, const Element* weight_D, Element* y_ND, float* rstd_N, std::int64_t D,
                  float epsilon) {
    const Element* x = x_ND + blockIdx.x * D;
    Element* y = y_ND + blockIdx.x * D;
    float squares = 0.0F;
    for (std::int64_t d = threadIdx.x; d < D; d += kRowThreads) {
        const float value = toFloat(x[d]);
        squares = fmaf(value, value, squares);
    }
    const float rstd = rsqrtf(blockSum(squares) / static_cast<float>(D) + epsilon);
    for (std::int64_t d = threadIdx.x; d < D; d += kRowThreads) {
        const float normal = toFloat(fromFloat<Element>(toFloat(x[d]) * rstd));
        y[d] = fromFloat<Element>(toFloat(weight_D[d]) * normal);
    }
    if (threadIdx.x == 0 && rstd_N != nullptr) {
        rstd_N[blockIdx.x] = rstd;
    }
}

template <typename Element>
__global__ void __launch_bounds__(kRowThreads)
    inputGradientKernel(const Element* x_ND, const Element* weight_D, const Element* dy_ND, const float* rstd_N,
                        Element* dx_ND, std::int64_t D) {
    const std::int64_t start = blockIdx.x * D;
    const float rstd = rstd_N[blockIdx.x];
    float sum = 0.0F;
    for (std::int64_t d = threadIdx.x; d < D; d += kRowThreads) {
        sum += toFloat(weight_D[d]) * toFloat(dy_ND[start + d]) * toFloat(x_ND[start + d]) * rstd;
    }
    const float mean = blockSum(sum) / static_cast<float>(D);
    for (std::int64_t d = threadIdx.x; d < D; d += kRowThreads) {
        const float weighted = toFloat(weight_D[d]) * toFloat(dy_ND[start + d]);
        dx_ND[start + d] = fromFloat<Element>(rstd * (weighted - toFloat(x_ND[start + d]) * rstd * mean));
    }
}

// One block sums 32 columns over all rows, in a fixed order: the same bits every time.
template <typename Element>
__global__ void __launch_bounds__(kColumnThreads* kRowGroups)
    weightGradientKernel(const Element* x_ND, const Element* dy_ND, const float* rstd_N, float* dWeight_D,
                         std::int64_t N, std::int64_t D) {
    __shared__ float partial[kRowGroups][kColumnThreads];
    const std::int64_t d = static_cast<std::int64_t>(blockIdx.x) * kColumnThreads + threadIdx.x;
    float sum = 0.0F;
    if (d < D) {
        for (std::int64_t n = threadIdx.y; n < N; n += kRowGroups) {
            const float normal = toFloat(fromFloat<Element>(toFloat(x_ND[n * D + d]) * rstd_N[n]));
            sum = fmaf(toFloat(dy_ND[n * D + d]), normal, sum);
        }
    }
    partial[threadIdx.y][threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.y == 0 && d < D) {
        float total = 0.0F;
        for (int group = 0; group < kRowGroups; ++group) {
            total += partial[group][threadIdx.x];
        }
        dWeight_D[d] = total;
    }
}

bool areSizesValid(const RmsNormArguments& x) {
    return x.N >= 1 && x.N <= INT32_MAX && x.D >= 1 && x.x_ND != nullptr && x.weight_D != nullptr;
}

template <typename Element> int forwardTyped(const RmsNormArguments& x) {
    forwardKernel<Element><<<static_cast<unsigned>(x.N), kRowThreads, 0, x.stream>>>(
        static_cast<const Element*>(x.x_ND), static_cast<const Element*>(x.weight_D), static_cast<Element*>(x.y_ND),
        x.rstd_N, x.D, x.epsilon);
    return cudaGetLastError();
}

template <typename Element> int backwardTyped(const RmsNormGradients& g) {
    const RmsNormArguments& x = g.forward;
    const auto* input = static_cast<const Element*>(x.x_ND);
    const auto* dy = static_cast<const Element*>(g.dy_ND);
    // dw first: dx may be written over dy.
    if (g.dWeight_D != nullptr) {
        const auto blocks = static_cast<unsigned>((x.D + kColumnThreads - 1) / kColumnThreads);
        weightGradientKernel<Element><<<blocks, dim3(kColumnThreads, kRowGroups), 0, x.stream>>>(
            input, dy, x.rstd_N, g.dWeight_D, x.N, x.D);
        const cudaError_t error = cudaGetLastError();
        if (error != cudaSuccess) {
            return error;
        }
    }
    inputGradientKernel<Element><<<static_cast<unsigned>(x.N), kRowThreads, 0, x.stream>>>(
        input, static_cast<const Element*>(x.weight_D), dy, x.rstd_N, static_cast<Element*>(g.dx_ND), x.D);
    return cudaGetLastError();
}

} // namespace

int rmsNormForward(const RmsNormArguments* arguments) {
    if (arguments == nullptr || !areSizesValid(*arguments) || arguments->y_ND == nullptr) {
        return cudaErrorInvalidValue;
    }
    return arguments->dtype == Dtype::BF16 ? forwardTyped<__nv_bfloat16>(*arguments) : forwardTyped<float>(*arguments);
}

int rmsNormBackward(const RmsNormGradients* arguments) {
    if (arguments == nullptr || !areSizesValid(arguments->forward) || arguments->forward.rstd_N == nullptr ||
        arguments->dy_ND == nullptr || arguments->dx_ND == nullptr) {
        return cudaErrorInvalidValue;
    }
    return arguments->forward.dtype == Dtype::BF16 ? backwardTyped<__nv_bfloat16>(*arguments)
                                                   : backwardTyped<float>(*arguments);
}

} // namespace halyard::cuda
