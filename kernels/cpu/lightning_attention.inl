// SPDX-License-Identifier: GPL-3.0-or-later
// Lightning attention of one head, forward and backward (the chunked form of simple gated linear attention):
//   P = scale (Q Kᵀ) ∘ Γ       Γ(i,j) = γ^(i-j) for i >= j        O = scale diag(γ^i) Q S + P V
//   S' = γ^L S + (diag(γ^(L-i)) K)ᵀ V                              i = 1 … L, L tokens in this chunk
// and backwards, D = ∂L/∂S':
//   X = scale (dO Vᵀ) ∘ Γ      dQ = scale diag(γ^i) dO Sᵀ + X K    dK = diag(γ^(L-i)) V Dᵀ + Xᵀ Q
//   dV = diag(γ^(L-i)) K D + Pᵀ dO                                 D ← γ^L D + scale (diag(γ^i) Q)ᵀ dO
// Scratch is padded with zeros, so ragged chunks and odd sizes run through the same products.
#include <cstdint>

namespace halyard::cpu {
namespace {

template <typename Real>
struct Decay {
    Real* power;    // γ^n, n = 0 … C
    Real* reversed; // scale γ^(C-1-n) for n < C, then C zeros: row i of scale Γ begins at C-1-i
    std::int64_t chunk;

    void fill(const LightningHead& head) {
        for (std::int64_t n = 0; n <= chunk; ++n) {
            power[n] = static_cast<Real>(__builtin_exp(-head.slope * static_cast<double>(n)));
        }
        for (std::int64_t n = 0; n < 2 * chunk + kPad; ++n) {
            reversed[n] = n < chunk ? static_cast<Real>(head.scale) * power[chunk - 1 - n] : Real{0};
        }
    }
};

// Hands out aligned pieces of the scratch; with a null base it only counts.
struct Arena {
    char* base;
    std::size_t used = 0;

    template <typename Real>
    Real* take(std::int64_t count) {
        Real* piece = base == nullptr ? nullptr : reinterpret_cast<Real*>(base + used);
        used += (static_cast<std::size_t>(count) * sizeof(Real) + 63U) / 64U * 64U;
        return piece;
    }
};

template <typename Real>
struct Tiles {
    std::int64_t c, k, v; // padded chunk, key and value sizes
    Decay<Real> decay;
    Real *q, *key, *keyDecayed, *keyT, *value, *score, *out, *state;
    // backward only
    Real *dOut, *valueT, *dScore, *dState, *dStateT, *dq, *dk, *dv, *states;

    Tiles(const LightningHead& head, Arena& arena, bool backward)
        : c(padded(head.chunk)), k(padded(head.keyDim)), v(padded(head.valueDim)), decay{} {
        decay.chunk = c;
        decay.power = arena.take<Real>(c + 1);
        decay.reversed = arena.take<Real>(2 * c + kPad);
        q = arena.take<Real>(c * k);
        key = arena.take<Real>(c * k);
        keyDecayed = arena.take<Real>(c * k);
        keyT = arena.take<Real>(k * c);
        value = arena.take<Real>(c * v);
        score = arena.take<Real>(c * c);
        out = arena.take<Real>(c * v);
        state = arena.take<Real>(k * v);
        if (backward) {
            dOut = arena.take<Real>(c * v);
            valueT = arena.take<Real>(v * c);
            dScore = arena.take<Real>(c * c);
            dState = arena.take<Real>(k * v);
            dStateT = arena.take<Real>(v * k);
            dq = arena.take<Real>(c * k);
            dk = arena.take<Real>(c * k);
            dv = arena.take<Real>(c * v);
            states = arena.take<Real>((head.tokens + head.chunk - 1) / head.chunk * k * v);
        }
    }
};

// Rows of a tensor into a tile: `rows` of them, then zeros up to `all`.
template <typename T, typename Real>
void pack(const T* from, std::int64_t stride, std::int64_t rows, std::int64_t columns, Real* to, std::int64_t leading,
          std::int64_t all) {
    for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t j = 0; j < columns; ++j) {
            to[i * leading + j] = toReal(from[i * stride + j]);
        }
        for (std::int64_t j = columns; j < leading; ++j) {
            to[i * leading + j] = 0;
        }
    }
    for (std::int64_t i = rows * leading; i < all * leading; ++i) {
        to[i] = 0;
    }
}

template <typename T, typename Real>
void unpack(const Real* from, std::int64_t leading, std::int64_t rows, std::int64_t columns, T* to,
            std::int64_t stride) {
    for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t j = 0; j < columns; ++j) {
            to[i * stride + j] = fromReal<T>(from[i * leading + j]);
        }
    }
}

template <typename Real>
void scaleRow(const Real* from, Real factor, std::int64_t columns, Real* to) {
    for (std::int64_t j = 0; j < columns; ++j) {
        to[j] = factor * from[j];
    }
}

// score(i,j) *= scale γ^(i-j), zero above the diagonal (as far as later products read it).
template <typename Real>
void applyDecay(const Decay<Real>& decay, std::int64_t rows, Real* score) {
    const std::int64_t c = decay.chunk;
    for (std::int64_t i = 0; i < rows; ++i) {
        const Real* factors = decay.reversed + (c - 1 - i);
        Real* row = score + i * c;
        const std::int64_t end = (i / kBlockRows + 1) * kBlockRows;
        for (std::int64_t j = 0; j < end; ++j) {
            row[j] = j <= i ? row[j] * factors[j] : Real{0};
        }
    }
}

template <typename Real>
[[nodiscard]] std::int64_t wholeBlocks(std::int64_t rows) {
    return (rows + kBlockRows - 1) / kBlockRows * kBlockRows;
}

template <typename T, typename Real>
void chunkedForward(const LightningHead& head, void* scratch) {
    Arena arena{static_cast<char*>(scratch)};
    Tiles<Real> tile(head, arena, false);
    tile.decay.fill(head);
    const Real scale = static_cast<Real>(head.scale);
    if (head.initialState != nullptr) {
        pack(static_cast<const Real*>(head.initialState), head.valueDim, head.keyDim, head.valueDim, tile.state,
             tile.v, tile.k);
    } else {
        pack(tile.state, 0, 0, 0, tile.state, tile.v, tile.k);
    }
    for (std::int64_t begin = 0; begin < head.tokens; begin += head.chunk) {
        const std::int64_t length = head.tokens - begin < head.chunk ? head.tokens - begin : head.chunk;
        const std::int64_t rows = wholeBlocks<Real>(length);
        const T* q = static_cast<const T*>(head.q) + begin * head.keyStride;
        const T* k = static_cast<const T*>(head.k) + begin * head.keyStride;
        const T* v = static_cast<const T*>(head.v) + begin * head.valueStride;
        pack(q, head.keyStride, length, head.keyDim, tile.q, tile.k, rows);
        pack(k, head.keyStride, length, head.keyDim, tile.key, tile.k, tile.c);
        pack(v, head.valueStride, length, head.valueDim, tile.value, tile.v, rows);
        transpose(tile.key, tile.k, padded(length), tile.k, tile.keyT, tile.c);
        multiply<false>({rows, length, head.keyDim}, plain(tile.q, tile.k), tile.keyT, tile.c, tile.score, tile.c,
                        Part::LowerOutput);
        applyDecay(tile.decay, rows, tile.score);
        multiply<false>({rows, head.valueDim, head.keyDim}, plain(tile.q, tile.k), tile.state, tile.v, tile.out,
                        tile.v);
        for (std::int64_t i = 0; i < length; ++i) {
            scaleRow(tile.out + i * tile.v, scale * tile.decay.power[i + 1], tile.v, tile.out + i * tile.v);
            scaleRow(tile.key + i * tile.k, tile.decay.power[length - 1 - i], tile.k, tile.keyDecayed + i * tile.k);
        }
        multiply<true>({rows, head.valueDim, rows}, plain(tile.score, tile.c), tile.value, tile.v, tile.out, tile.v,
                       Part::LowerLeft);
        unpack(tile.out, tile.v, length, head.valueDim,
               static_cast<T*>(head.output) + begin * head.valueStride, head.valueStride);
        scaleRow(tile.state, tile.decay.power[length], tile.k * tile.v, tile.state);
        multiply<true>({head.keyDim, head.valueDim, length}, transposed(tile.keyDecayed, tile.k), tile.value, tile.v,
                       tile.state, tile.v);
    }
    if (head.finalState != nullptr) {
        unpack(tile.state, tile.v, head.keyDim, head.valueDim, static_cast<Real*>(head.finalState), head.valueDim);
    }
}

// Transposed states at the start of every chunk, for the reverse sweep.
template <typename T, typename Real>
void recomputeStates(const LightningHead& head, Tiles<Real>& tile) {
    const std::int64_t size = tile.k * tile.v;
    Real* state = tile.states; // (V,K)
    if (head.initialState != nullptr) {
        pack(static_cast<const Real*>(head.initialState), head.valueDim, head.keyDim, head.valueDim, tile.state,
             tile.v, tile.k);
        transpose(tile.state, tile.v, tile.k, tile.v, state, tile.k);
    } else {
        pack(state, 0, 0, 0, state, tile.k, tile.v);
    }
    for (std::int64_t begin = 0; begin + head.chunk < head.tokens; begin += head.chunk) {
        const std::int64_t length = head.chunk;
        const T* k = static_cast<const T*>(head.k) + begin * head.keyStride;
        const T* v = static_cast<const T*>(head.v) + begin * head.valueStride;
        pack(k, head.keyStride, length, head.keyDim, tile.key, tile.k, length);
        pack(v, head.valueStride, length, head.valueDim, tile.value, tile.v, length);
        for (std::int64_t i = 0; i < length; ++i) {
            scaleRow(tile.key + i * tile.k, tile.decay.power[length - 1 - i], tile.k, tile.keyDecayed + i * tile.k);
        }
        scaleRow(state, tile.decay.power[length], size, state + size);
        state += size;
        multiply<true>({head.valueDim, head.keyDim, length}, transposed(tile.value, tile.v), tile.keyDecayed, tile.k,
                       state, tile.k);
    }
}

template <typename T, typename Real>
void loadBackwardTiles(const LightningHead& head, std::int64_t begin, std::int64_t length, Tiles<Real>& tile) {
    const T* q = static_cast<const T*>(head.q) + begin * head.keyStride;
    const T* k = static_cast<const T*>(head.k) + begin * head.keyStride;
    const T* v = static_cast<const T*>(head.v) + begin * head.valueStride;
    const T* dOut = static_cast<const T*>(head.dOutput) + begin * head.valueStride;
    pack(q, head.keyStride, length, head.keyDim, tile.q, tile.k, tile.c);
    pack(k, head.keyStride, length, head.keyDim, tile.key, tile.k, tile.c);
    pack(v, head.valueStride, length, head.valueDim, tile.value, tile.v, tile.c);
    pack(dOut, head.valueStride, head.dOutput == nullptr ? 0 : length, head.valueDim, tile.dOut, tile.v, tile.c);
    transpose(tile.key, tile.k, padded(length), tile.k, tile.keyT, tile.c);
    transpose(tile.value, tile.v, padded(length), tile.v, tile.valueT, tile.c);
}

template <typename T, typename Real>
void chunkedBackward(const LightningHead& head, void* scratch) {
    Arena arena{static_cast<char*>(scratch)};
    Tiles<Real> tile(head, arena, true);
    tile.decay.fill(head);
    recomputeStates<T>(head, tile);
    if (head.dFinalState != nullptr) {
        pack(static_cast<const Real*>(head.dFinalState), head.valueDim, head.keyDim, head.valueDim, tile.dState,
             tile.v, tile.k);
    } else {
        pack(tile.dState, 0, 0, 0, tile.dState, tile.v, tile.k);
    }
    const Real scale = static_cast<Real>(head.scale);
    const std::int64_t chunks = (head.tokens + head.chunk - 1) / head.chunk;
    for (std::int64_t n = chunks - 1; n >= 0; --n) {
        const std::int64_t begin = n * head.chunk;
        const std::int64_t length = head.tokens - begin < head.chunk ? head.tokens - begin : head.chunk;
        const std::int64_t rows = wholeBlocks<Real>(length);
        const Real* stateT = tile.states + n * tile.k * tile.v;
        loadBackwardTiles<T>(head, begin, length, tile);
        const Left<Real> dOut = plain(tile.dOut, tile.v);
        multiply<false>({rows, length, head.keyDim}, plain(tile.q, tile.k), tile.keyT, tile.c, tile.score, tile.c,
                        Part::LowerOutput);
        multiply<false>({rows, length, head.valueDim}, dOut, tile.valueT, tile.c, tile.dScore, tile.c,
                        Part::LowerOutput);
        applyDecay(tile.decay, rows, tile.score);
        applyDecay(tile.decay, rows, tile.dScore);
        transpose(tile.dState, tile.v, tile.k, tile.v, tile.dStateT, tile.k);
        multiply<false>({rows, head.keyDim, head.valueDim}, dOut, stateT, tile.k, tile.dq, tile.k);
        multiply<false>({rows, head.keyDim, head.valueDim}, plain(tile.value, tile.v), tile.dStateT, tile.k, tile.dk,
                        tile.k);
        multiply<false>({rows, head.valueDim, head.keyDim}, plain(tile.key, tile.k), tile.dState, tile.v, tile.dv,
                        tile.v);
        for (std::int64_t i = 0; i < length; ++i) {
            const Real rise = scale * tile.decay.power[i + 1];
            const Real fall = tile.decay.power[length - 1 - i];
            scaleRow(tile.dq + i * tile.k, rise, tile.k, tile.dq + i * tile.k);
            scaleRow(tile.dk + i * tile.k, fall, tile.k, tile.dk + i * tile.k);
            scaleRow(tile.dv + i * tile.v, fall, tile.v, tile.dv + i * tile.v);
        }
        multiply<true>({rows, head.keyDim, rows}, plain(tile.dScore, tile.c), tile.key, tile.k, tile.dq, tile.k,
                       Part::LowerLeft);
        multiply<true>({rows, head.keyDim, rows}, transposed(tile.dScore, tile.c), tile.q, tile.k, tile.dk, tile.k,
                       Part::UpperLeft);
        multiply<true>({rows, head.valueDim, rows}, transposed(tile.score, tile.c), tile.dOut, tile.v, tile.dv,
                       tile.v, Part::UpperLeft);
        unpack(tile.dq, tile.k, length, head.keyDim, static_cast<T*>(head.dq) + begin * head.keyStride,
               head.keyStride);
        unpack(tile.dk, tile.k, length, head.keyDim, static_cast<T*>(head.dk) + begin * head.keyStride,
               head.keyStride);
        unpack(tile.dv, tile.v, length, head.valueDim, static_cast<T*>(head.dv) + begin * head.valueStride,
               head.valueStride);
        for (std::int64_t i = 0; i < length; ++i) {
            scaleRow(tile.q + i * tile.k, scale * tile.decay.power[i + 1], tile.k, tile.q + i * tile.k);
        }
        scaleRow(tile.dState, tile.decay.power[length], tile.k * tile.v, tile.dState);
        multiply<true>({head.keyDim, head.valueDim, length}, transposed(tile.q, tile.k), tile.dOut, tile.v,
                       tile.dState, tile.v);
    }
    if (head.dInitialState != nullptr) {
        unpack(tile.dState, tile.v, head.keyDim, head.valueDim, static_cast<Real*>(head.dInitialState),
               head.valueDim);
    }
}

// The recurrence itself, updating finalState in place.
template <typename T, typename Real>
void recurrentForward(const LightningHead& head) {
    const std::int64_t keyDim = head.keyDim;
    const std::int64_t valueDim = head.valueDim;
    Real* __restrict state = static_cast<Real*>(head.finalState);
    const Real* initial = static_cast<const Real*>(head.initialState);
    for (std::int64_t i = 0; i < keyDim * valueDim; ++i) {
        state[i] = initial == nullptr ? Real{0} : initial[i];
    }
    const Real decay = static_cast<Real>(__builtin_exp(-head.slope));
    const Real scale = static_cast<Real>(head.scale);
    constexpr std::int64_t kWidth = 64; // value channels at a time
    for (std::int64_t t = 0; t < head.tokens; ++t) {
        const T* q = static_cast<const T*>(head.q) + t * head.keyStride;
        const T* k = static_cast<const T*>(head.k) + t * head.keyStride;
        const T* v = static_cast<const T*>(head.v) + t * head.valueStride;
        T* out = static_cast<T*>(head.output) + t * head.valueStride;
        for (std::int64_t first = 0; first < valueDim; first += kWidth) {
            const std::int64_t width = valueDim - first < kWidth ? valueDim - first : kWidth;
            Real value[kWidth];
            Real sum[kWidth];
            for (std::int64_t j = 0; j < width; ++j) {
                value[j] = toReal(v[first + j]);
                sum[j] = 0;
            }
            for (std::int64_t i = 0; i < keyDim; ++i) {
                const Real key = toReal(k[i]);
                const Real query = toReal(q[i]);
                Real* row = state + i * valueDim + first;
                for (std::int64_t j = 0; j < width; ++j) {
                    row[j] = decay * row[j] + key * value[j];
                    sum[j] += query * row[j];
                }
            }
            for (std::int64_t j = 0; j < width; ++j) {
                out[first + j] = fromReal<T>(scale * sum[j]);
            }
        }
    }
}

std::size_t lightningScratch(const LightningHead& head, bool backward) {
    Arena arena{nullptr};
    if (head.element == Element::F64) {
        const Tiles<double> tiles(head, arena, backward);
    } else {
        const Tiles<float> tiles(head, arena, backward);
    }
    return arena.used;
}

void lightningChunked(const LightningHead& head, void* scratch) {
    withTypes(head.element, [&]<typename T, typename Real>(T*, Real*) { chunkedForward<T, Real>(head, scratch); });
}

void lightningRecurrent(const LightningHead& head) {
    withTypes(head.element, [&]<typename T, typename Real>(T*, Real*) { recurrentForward<T, Real>(head); });
}

void lightningBackward(const LightningHead& head, void* scratch) {
    withTypes(head.element, [&]<typename T, typename Real>(T*, Real*) { chunkedBackward<T, Real>(head, scratch); });
}

} // namespace
} // namespace halyard::cpu
