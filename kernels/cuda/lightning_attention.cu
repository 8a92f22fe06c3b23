// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cuda/element.cuh"
#include "kernels/cuda/lightning_attention.h"

namespace halyard::cuda {
namespace {

// All passes are one scan over time. For a sequence and a head, M is an I x J matrix in fp32:
//   forwards:   M <- gamma M + b_t^T c_t;  out_t = a_t M
//   backwards:  M <- M + b_t^T c_t;        out_t = a_t M;  M <- gamma M
//            a    b    c    out   M          direction
//   o        q    k    v    o     S          forwards
//   dq       do   v    k    dq    S^T        forwards
//   dk       v    do   q    dk    D^T        backwards, D = dL/dS
//   dv       k    q    do   dv    D          backwards
// The scale multiplies out in the first two rows and b in the last two.
template <typename Element> struct Scan {
    const Element* a_BTHI;
    const Element* b_BTHI;
    const Element* c_BTHJ;
    Element* out_BTHJ;
    const float* slopes_H;
    const float* initial; // (B,H,I,J), or (B,H,J,I) when transposed; null: zero
    float* final;         // likewise; null: not wanted
    const std::int64_t* firstToken_B;
    std::int64_t T;
    std::int64_t H;
    int I;
    int J;
    float outScale;
    float updateScale;
    bool backwards;
    bool transposed;
};

constexpr int kColumns = 32;                    // columns of M a block works on
constexpr int kParts = 4;                       // threads that share a column, each with every fourth row
constexpr int kThreads = kColumns * kParts;
constexpr int kTile = 8;                        // tokens read into shared memory at once

template <typename Element> __device__ std::int64_t matrixOffset(const Scan<Element>& scan, int row, int column) {
    const std::int64_t inner = scan.transposed ? static_cast<std::int64_t>(column) * scan.I + row
                                               : static_cast<std::int64_t>(row) * scan.J + column;
    return static_cast<std::int64_t>(blockIdx.x) * scan.I * scan.J + inner;
}

// Token number `step` in the direction of the scan, counted from `first`.
template <typename Element>
__device__ std::int64_t tokenOf(const Scan<Element>& scan, std::int64_t first, std::int64_t step) {
    return scan.backwards ? scan.T - 1 - step : first + step;
}

// blockIdx.x: sequence and head, b * H + h; blockIdx.y: a group of kColumns columns. Rows is I rounded up to a power of 2.
template <typename Element, int Rows> __global__ void __launch_bounds__(kThreads) scanKernel(Scan<Element> scan) {
    constexpr int kOwn = Rows / kParts;
    __shared__ float a[kTile][Rows];
    __shared__ float b[kTile][Rows];
    __shared__ float c[kTile][kColumns];

    const std::int64_t sequence = blockIdx.x / scan.H;
    const std::int64_t head = blockIdx.x % scan.H;
    const int thread = static_cast<int>(threadIdx.x);
    const int part = thread % kParts;
    const int column = static_cast<int>(blockIdx.y) * kColumns + thread / kParts;
    const bool inside = column < scan.J;
    const float decay = expf(-scan.slopes_H[head]);
    std::int64_t first = scan.firstToken_B == nullptr ? 0 : scan.firstToken_B[sequence];
    first = first < 0 ? 0 : (first > scan.T ? scan.T : first);

    float matrix[kOwn];
#pragma unroll
    for (int i = 0; i < kOwn; ++i) {
        const int row = i * kParts + part;
        const bool present = inside && row < scan.I && scan.initial != nullptr;
        matrix[i] = present ? scan.initial[matrixOffset(scan, row, column)] : 0.0F;
    }

    for (std::int64_t step = 0; step < scan.T - first; step += kTile) {
        const int tokens = static_cast<int>(min(static_cast<std::int64_t>(kTile), scan.T - first - step));
        for (int index = thread; index < tokens * Rows; index += kThreads) {
            const int row = index % Rows;
            const std::int64_t token = tokenOf(scan, first, step + index / Rows);
            const std::int64_t offset = ((sequence * scan.T + token) * scan.H + head) * scan.I + row;
            a[index / Rows][row] = row < scan.I ? toFloat(scan.a_BTHI[offset]) : 0.0F;
            b[index / Rows][row] = row < scan.I ? scan.updateScale * toFloat(scan.b_BTHI[offset]) : 0.0F;
        }
        for (int index = thread; index < tokens * kColumns; index += kThreads) {
            const int at = static_cast<int>(blockIdx.y) * kColumns + index % kColumns;
            const std::int64_t token = tokenOf(scan, first, step + index / kColumns);
            const std::int64_t offset = ((sequence * scan.T + token) * scan.H + head) * scan.J + at;
            c[index / kColumns][index % kColumns] = at < scan.J ? toFloat(scan.c_BTHJ[offset]) : 0.0F;
        }
        __syncthreads();
        for (int i = 0; i < tokens; ++i) {
            const float right = c[i][thread / kParts];
            const float before = scan.backwards ? 1.0F : decay;
            const float after = scan.backwards ? decay : 1.0F;
            float sum = 0.0F;
#pragma unroll
            for (int r = 0; r < kOwn; ++r) {
                const int row = r * kParts + part;
                const float updated = fmaf(matrix[r], before, b[i][row] * right);
                sum = fmaf(a[i][row], updated, sum);
                matrix[r] = updated * after;
            }
            sum += __shfl_xor_sync(0xffffffffU, sum, 1);
            sum += __shfl_xor_sync(0xffffffffU, sum, 2);
            if (part == 0 && inside) {
                const std::int64_t token = tokenOf(scan, first, step + i);
                scan.out_BTHJ[((sequence * scan.T + token) * scan.H + head) * scan.J + column] =
                    fromFloat<Element>(scan.outScale * sum);
            }
        }
        __syncthreads();
    }

    if (!inside) {
        return;
    }
    for (std::int64_t token = part; token < first; token += kParts) {
        scan.out_BTHJ[((sequence * scan.T + token) * scan.H + head) * scan.J + column] = fromFloat<Element>(0.0F);
    }
    if (scan.final != nullptr) {
#pragma unroll
        for (int i = 0; i < kOwn; ++i) {
            const int row = i * kParts + part;
            if (row < scan.I) {
                scan.final[matrixOffset(scan, row, column)] = matrix[i];
            }
        }
    }
}

template <typename Element, int Rows>
int launchRows(const Scan<Element>& scan, std::int64_t sequences, cudaStream_t stream) {
    const dim3 blocks(static_cast<unsigned>(sequences * scan.H), static_cast<unsigned>((scan.J + kColumns - 1) / kColumns));
    scanKernel<Element, Rows><<<blocks, kThreads, 0, stream>>>(scan);
    return cudaGetLastError();
}

template <typename Element> int launch(const Scan<Element>& scan, std::int64_t sequences, cudaStream_t stream) {
    if (scan.I <= 16) {
        return launchRows<Element, 16>(scan, sequences, stream);
    }
    if (scan.I <= 32) {
        return launchRows<Element, 32>(scan, sequences, stream);
    }
    if (scan.I <= 64) {
        return launchRows<Element, 64>(scan, sequences, stream);
    }
    if (scan.I <= 128) {
        return launchRows<Element, 128>(scan, sequences, stream);
    }
    return launchRows<Element, 256>(scan, sequences, stream);
}

bool areSizesValid(const LightningArguments& x) {
    const auto isHeadSize = [](std::int64_t size) { return size >= 1 && size <= kMaxHeadSize; };
    const bool positive = x.B >= 1 && x.T >= 1 && x.H >= 1 && isHeadSize(x.K) && isHeadSize(x.V);
    return positive && x.B <= INT32_MAX / x.H && x.q_BTHK != nullptr && x.k_BTHK != nullptr && x.v_BTHV != nullptr &&
           x.slopes_H != nullptr;
}

// What every scan of one call shares; the pass fills in the rest.
template <typename Element> Scan<Element> scanOf(const LightningArguments& x) {
    Scan<Element> scan{};
    scan.slopes_H = x.slopes_H;
    scan.firstToken_B = x.firstToken_B;
    scan.T = x.T;
    scan.H = x.H;
    scan.I = static_cast<int>(x.K);
    scan.J = static_cast<int>(x.V);
    scan.outScale = 1.0F;
    scan.updateScale = 1.0F;
    return scan;
}

template <typename Element> int forwardTyped(const LightningArguments& x) {
    Scan<Element> scan = scanOf<Element>(x);
    scan.a_BTHI = static_cast<const Element*>(x.q_BTHK);
    scan.b_BTHI = static_cast<const Element*>(x.k_BTHK);
    scan.c_BTHJ = static_cast<const Element*>(x.v_BTHV);
    scan.out_BTHJ = static_cast<Element*>(x.o_BTHV);
    scan.initial = x.initialState_BHKV;
    scan.final = x.finalState_BHKV;
    scan.outScale = x.scale;
    return launch(scan, x.B, x.stream);
}

template <typename Element> int queryGradient(const LightningGradients& x) {
    Scan<Element> scan = scanOf<Element>(x.forward);
    scan.a_BTHI = static_cast<const Element*>(x.do_BTHV);
    scan.b_BTHI = static_cast<const Element*>(x.forward.v_BTHV);
    scan.c_BTHJ = static_cast<const Element*>(x.forward.k_BTHK);
    scan.out_BTHJ = static_cast<Element*>(x.dq_BTHK);
    scan.initial = x.forward.initialState_BHKV;
    scan.I = static_cast<int>(x.forward.V);
    scan.J = static_cast<int>(x.forward.K);
    scan.outScale = x.forward.scale;
    scan.transposed = true;
    return launch(scan, x.forward.B, x.forward.stream);
}

template <typename Element> int keyGradient(const LightningGradients& x) {
    Scan<Element> scan = scanOf<Element>(x.forward);
    scan.a_BTHI = static_cast<const Element*>(x.forward.v_BTHV);
    scan.b_BTHI = static_cast<const Element*>(x.do_BTHV);
    scan.c_BTHJ = static_cast<const Element*>(x.forward.q_BTHK);
    scan.out_BTHJ = static_cast<Element*>(x.dk_BTHK);
    scan.initial = x.dFinalState_BHKV;
    scan.I = static_cast<int>(x.forward.V);
    scan.J = static_cast<int>(x.forward.K);
    scan.updateScale = x.forward.scale;
    scan.backwards = true;
    scan.transposed = true;
    return launch(scan, x.forward.B, x.forward.stream);
}

template <typename Element> int valueGradient(const LightningGradients& x) {
    Scan<Element> scan = scanOf<Element>(x.forward);
    scan.a_BTHI = static_cast<const Element*>(x.forward.k_BTHK);
    scan.b_BTHI = static_cast<const Element*>(x.forward.q_BTHK);
    scan.c_BTHJ = static_cast<const Element*>(x.do_BTHV);
    scan.out_BTHJ = static_cast<Element*>(x.dv_BTHV);
    scan.initial = x.dFinalState_BHKV;
    scan.final = x.dInitialState_BHKV;
    scan.updateScale = x.forward.scale;
    scan.backwards = true;
    return launch(scan, x.forward.B, x.forward.stream);
}

template <typename Element> int backwardTyped(const LightningGradients& x) {
    int error = queryGradient<Element>(x);
    if (error == cudaSuccess) {
        error = keyGradient<Element>(x);
    }
    // dv last: it writes the gradient of the initial state, which may be the buffer of the final state's.
    return error == cudaSuccess ? valueGradient<Element>(x) : error;
}

} // namespace

int lightningForward(const LightningArguments* arguments) {
    if (arguments == nullptr || !areSizesValid(*arguments) || arguments->o_BTHV == nullptr) {
        return cudaErrorInvalidValue;
    }
    return arguments->dtype == Dtype::BF16 ? forwardTyped<__nv_bfloat16>(*arguments) : forwardTyped<float>(*arguments);
}

int lightningBackward(const LightningGradients* arguments) {
    if (arguments == nullptr || !areSizesValid(arguments->forward) || arguments->do_BTHV == nullptr ||
        arguments->dq_BTHK == nullptr || arguments->dk_BTHK == nullptr || arguments->dv_BTHV == nullptr) {
        return cudaErrorInvalidValue;
    }
    return arguments->forward.dtype == Dtype::BF16 ? backwardTyped<__nv_bfloat16>(*arguments)
                                                   : backwardTyped<float>(*arguments);
}

int lightningDecode(const LightningArguments* arguments) {
    if (arguments == nullptr || arguments->T != 1 || arguments->finalState_BHKV == nullptr ||
        arguments->initialState_BHKV != arguments->finalState_BHKV) {
        return cudaErrorInvalidValue;
    }
    return lightningForward(arguments);
}

} // namespace halyard::cuda
