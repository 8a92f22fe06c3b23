// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

struct CUstream_st; // a cudaStream_t is a pointer to it

// What the CUDA module (halyard-cuda.so) offers: one C function, halyard_cuda_table(), that returns a table of kernels.
// Plain pointers into device memory, sizes and a stream; no CUDA and no Torch header is needed to call them. Every
// tensor is contiguous in the order of its shape. Every function returns 0 or a cudaError_t; kernels are only queued,
// so an error of their execution appears at the next synchronisation of the stream.
namespace halyard::cuda {

// Raised when an entry changes; entries that are only appended make byteSize grow instead. Planned to be appended:
// graph capture (performance.md: decoding is launch-bound) and process groups over NCCL.
inline constexpr std::uint32_t kModuleVersion = 1;
inline constexpr const char* kTableFunction = "halyard_cuda_table";

enum class Dtype : std::int32_t { F32 = 0, BF16 = 1 };

// K and V of the lightning kernels, at most.
inline constexpr std::int64_t kMaxHeadSize = 256;

// S_t = exp(-slope_h) S_{t-1} + k_t^T v_t,  o_t = scale q_t S_t  (kernels/ops/lightning_attention.h); fp32 inside.
struct LightningArguments {
    const void* q_BTHK = nullptr; // dtype
    const void* k_BTHK = nullptr;
    const void* v_BTHV = nullptr;
    const float* slopes_H = nullptr;
    const float* initialState_BHKV = nullptr;   // null: zero
    const std::int64_t* firstToken_B = nullptr; // tokens before it are left padding; null: none
    void* o_BTHV = nullptr;                     // dtype
    float* finalState_BHKV = nullptr;           // null: not wanted; may be the initial state
    std::int64_t B = 0;
    std::int64_t T = 0;
    std::int64_t H = 0;
    std::int64_t K = 0;
    std::int64_t V = 0;
    float scale = 1.0F;
    Dtype dtype = Dtype::F32;
    CUstream_st* stream = nullptr;
};

// The backward pass: forward holds the inputs (its outputs are not read). One sweep forwards gives dq, one sweep
// backwards dk, dv and the gradient of the initial state; no state of the past is stored.
struct LightningGradients {
    LightningArguments forward;
    const void* do_BTHV = nullptr;               // dtype
    const float* dFinalState_BHKV = nullptr;     // null: zero
    void* dq_BTHK = nullptr;                     // dtype, as the next two
    void* dk_BTHK = nullptr;
    void* dv_BTHV = nullptr;
    float* dInitialState_BHKV = nullptr;         // null: not wanted
};

// y = w * cast(x * rstd), rstd = 1 / sqrt(mean(x^2) + epsilon) in fp32; the cast is to dtype, as in Hugging Face.
struct RmsNormArguments {
    const void* x_ND = nullptr; // dtype
    const void* weight_D = nullptr;
    void* y_ND = nullptr;
    float* rstd_N = nullptr; // written by the forward pass (null: not wanted), read by the backward pass
    std::int64_t N = 0;
    std::int64_t D = 0;
    float epsilon = 1e-6F;
    Dtype dtype = Dtype::F32;
    CUstream_st* stream = nullptr;
};

// dx = rstd (w dy - xhat mean(w dy xhat)),  dw = sum over rows of dy cast(xhat), with xhat = x rstd.
struct RmsNormGradients {
    RmsNormArguments forward;
    const void* dy_ND = nullptr; // dtype
    void* dx_ND = nullptr;       // dtype
    float* dWeight_D = nullptr;  // null: not wanted
};

struct ModuleTable {
    std::uint32_t version;    // kModuleVersion of the module
    std::uint32_t byteSize;   // sizeof(ModuleTable) of the module
    const char* torchVersion; // the LibTorch the module belongs to, such as "2.11.0"
    const char* architectures; // what it holds code for, such as "80 90"

    // A machine without a device or without a driver has 0 devices: that is no error.
    int (*deviceCount)(int* count);
    int (*memory)(int device, std::uint64_t* freeBytes, std::uint64_t* totalBytes);
    const char* (*errorText)(int error);

    int (*lightningForward)(const LightningArguments* arguments);
    int (*lightningBackward)(const LightningGradients* arguments);
    int (*lightningDecode)(const LightningArguments* arguments); // T = 1, the state is updated in place
    int (*rmsNormForward)(const RmsNormArguments* arguments);
    int (*rmsNormBackward)(const RmsNormGradients* arguments);
};

using TableFunction = const ModuleTable* (*)();

} // namespace halyard::cuda
