// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cuda/module_table.h"

#include <cuda_bf16.h>
#include <cuda_runtime.h>

namespace halyard::cuda {

__device__ inline float toFloat(float x) { return x; }
__device__ inline float toFloat(__nv_bfloat16 x) { return __bfloat162float(x); }

template <typename Element> __device__ Element fromFloat(float x);
template <> __device__ inline float fromFloat<float>(float x) { return x; }
template <> __device__ inline __nv_bfloat16 fromFloat<__nv_bfloat16>(float x) { return __float2bfloat16_rn(x); }

// The sum over a warp, in every lane.
__device__ inline float warpSum(float x) {
    for (int offset = 16; offset > 0; offset /= 2) {
        x += __shfl_xor_sync(0xffffffffU, x, offset);
    }
    return x;
}

} // namespace halyard::cuda
