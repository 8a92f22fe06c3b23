// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

// CPU loops behind kernels/ops: plain pointers, sizes and strides, no Torch. The same loops are compiled for several
// instruction sets; kernelTable() picks the widest one this processor has.
namespace halyard::cpu {

// Element type of the tensors. Everything is accumulated in float (double for F64), and so are the states.
enum class Element { F32, F64, BF16 };

// One sequence of one head of lightning attention (kernels/ops/lightning_attention.h). Token t of a tensor starts at
// pointer + t * stride elements. Gradients are only used by the backward pass; dOutput has the element type too.
struct LightningHead {
    Element element = Element::F32;
    std::int64_t tokens = 0, keyDim = 0, valueDim = 0;
    std::int64_t chunk = 64; // tokens a chunk
    double slope = 0, scale = 1;
    const void *q = nullptr, *k = nullptr, *v = nullptr;
    std::int64_t keyStride = 0, valueStride = 0; // of q and k; of v and o; gradients have those of their tensors
    void* output = nullptr;
    const void* initialState = nullptr; // (K,V) or null
    void* finalState = nullptr;         // (K,V)
    const void* dOutput = nullptr;      // null: zero
    const void* dFinalState = nullptr;  // null: zero
    void *dq = nullptr, *dk = nullptr, *dv = nullptr;
    void* dInitialState = nullptr; // may be null
};

// Rows of RMSNorm and rotary embedding (kernels/ops/norm.h): x and y are (rows, dim), contiguous.
// With tables, row r belongs to token r / rowsPerToken; tables (tokens, dim) in the accumulation type.
struct NormRows {
    Element element = Element::F32;
    std::int64_t rows = 0, dim = 0;
    double epsilon = 1e-6;
    const void *x = nullptr, *weight = nullptr; // no weight: no norm
    void* y = nullptr;
    bool roundBeforeWeight = false; // cast to the element type before the weight is multiplied
    std::int64_t rowsPerToken = 1, tokens = 1;
    const void *cosine = nullptr, *sine = nullptr; // null: no rotation
    const void* dy = nullptr;
    void* dx = nullptr;
    void* dWeight = nullptr;  // (dim), accumulation type, overwritten by this call's rows; null: not wanted
    std::int64_t firstRow = 0; // number of the first row within the whole tensor (for the tables)
    void* buffer = nullptr;   // 3 * dim values of the accumulation type
};

// y = a(x) * z, elementwise: silu(x) * z, or z * sigmoid(x); gradients dx and dz from dy.
struct GatedRows {
    enum class Activation { Silu, Sigmoid };
    Element element = Element::F32;
    Activation activation = Activation::Silu;
    std::int64_t count = 0;
    const void *x = nullptr, *z = nullptr;
    void* y = nullptr;
    const void* dy = nullptr;
    void *dx = nullptr, *dz = nullptr;
};

struct KernelTable {
    const char* name; // "avx512", "avx2", "baseline"
    // Bytes of 64-byte aligned scratch that the chunked passes need.
    std::size_t (*lightningScratch)(const LightningHead&, bool backward);
    void (*lightningChunked)(const LightningHead&, void* scratch);
    void (*lightningRecurrent)(const LightningHead&); // fp32 and fp64 state updated token by token
    void (*lightningBackward)(const LightningHead&, void* scratch);
    void (*normForward)(const NormRows&);
    void (*normBackward)(const NormRows&);
    void (*gatedForward)(const GatedRows&);
    void (*gatedBackward)(const GatedRows&);
    // KL(teacher || student) of one row of logits. With scale != 0 the student's row becomes (p_student - p_teacher) *
    // scale; the content of the teacher's row, and without a scale of both rows, is spent. A NaN or Inf anywhere in a row
    // gives NaN, here and in the next.
    double (*klRow)(float* student, float* teacher, std::size_t count, float scale);
    // -log softmax(logits)[target] of one row. With scale != 0 the row becomes (p - onehot(target)) * scale, else it is
    // spent.
    double (*crossEntropyRow)(float* logits, std::size_t count, std::size_t target, float scale);
};

[[nodiscard]] const KernelTable& kernelTable();
[[nodiscard]] const KernelTable& baselineKernels();
[[nodiscard]] const KernelTable& avx2Kernels();   // only where compiled for x86-64
[[nodiscard]] const KernelTable& avx512Kernels(); // only where compiled for x86-64

} // namespace halyard::cpu
