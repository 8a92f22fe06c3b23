// SPDX-License-Identifier: GPL-3.0-or-later
// RMSNorm and rotary embedding of rows, forward and backward:
//   r = 1/sqrt(mean x^2 + eps),  n = w x r,  y = rotate(n);   with g = w dn:  dx = r (g - x r^2 <g,x>/D),  dw += dn x r
//   rotate-half: y1 = n1 cos1 - n2 sin1,  y2 = n2 cos2 + n1 sin2        (halves 1 and 2 of the row)
#include <cstdint>

namespace halyard::cpu {
namespace {

constexpr std::int64_t kSums = 16; // partial sums of a reduction, a fixed order on every machine

template <typename Real, typename Function>
[[gnu::always_inline]] inline Real reduce(std::int64_t count, Function term) {
    Real sums[kSums] = {};
    std::int64_t i = 0;
    for (; i + kSums <= count; i += kSums) {
        for (std::int64_t lane = 0; lane < kSums; ++lane) {
            sums[lane] += term(i + lane);
        }
    }
    Real total = 0;
    for (; i < count; ++i) {
        total += term(i);
    }
    for (std::int64_t lane = 0; lane < kSums; ++lane) {
        total += sums[lane];
    }
    return total;
}

template <typename T, typename Real>
[[gnu::always_inline]] inline Real inverseRms(const T* x, std::int64_t dim, double epsilon) {
    const Real squares = reduce<Real>(dim, [&](std::int64_t i) {
        const Real value = toReal(x[i]);
        return value * value;
    });
    return Real{1} / static_cast<Real>(__builtin_sqrt(static_cast<double>(squares) / static_cast<double>(dim) + epsilon));
}

// Row of a table for a row of x.
template <typename Real>
const Real* tableRow(const NormRows& job, const void* table, std::int64_t row) {
    const std::int64_t token = (job.firstRow + row) / job.rowsPerToken % job.tokens;
    return static_cast<const Real*>(table) + token * job.dim;
}

template <typename T, typename Real>
void normForwardRows(const NormRows& job) {
    const std::int64_t dim = job.dim;
    const std::int64_t half = dim / 2;
    const T* weight = static_cast<const T*>(job.weight);
    Real* normed = static_cast<Real*>(job.buffer);
    for (std::int64_t row = 0; row < job.rows; ++row) {
        const T* x = static_cast<const T*>(job.x) + row * dim;
        T* __restrict y = static_cast<T*>(job.y) + row * dim;
        const Real r = weight == nullptr ? Real{1} : inverseRms<T, Real>(x, dim, job.epsilon);
        if (job.cosine == nullptr && job.roundBeforeWeight) {
            for (std::int64_t i = 0; i < dim; ++i) {
                y[i] = fromReal<T>(toReal(weight[i]) * toReal(fromReal<T>(toReal(x[i]) * r)));
            }
            continue;
        }
        for (std::int64_t i = 0; i < dim; ++i) {
            normed[i] = weight == nullptr ? toReal(x[i]) : toReal(weight[i]) * (toReal(x[i]) * r);
        }
        if (job.cosine == nullptr) {
            for (std::int64_t i = 0; i < dim; ++i) {
                y[i] = fromReal<T>(normed[i]);
            }
            continue;
        }
        const Real* c = tableRow<Real>(job, job.cosine, row);
        const Real* s = tableRow<Real>(job, job.sine, row);
        for (std::int64_t i = 0; i < half; ++i) {
            y[i] = fromReal<T>(normed[i] * c[i] - normed[half + i] * s[i]);
            y[half + i] = fromReal<T>(normed[half + i] * c[half + i] + normed[i] * s[half + i]);
        }
    }
}

// The gradient before the rotation into dn.
template <typename T, typename Real>
void unrotate(const NormRows& job, std::int64_t row, const T* dy, Real* __restrict dn) {
    const std::int64_t half = job.dim / 2;
    if (job.cosine == nullptr) {
        for (std::int64_t i = 0; i < job.dim; ++i) {
            dn[i] = toReal(dy[i]);
        }
        return;
    }
    const Real* c = tableRow<Real>(job, job.cosine, row);
    const Real* s = tableRow<Real>(job, job.sine, row);
    for (std::int64_t i = 0; i < half; ++i) {
        const Real first = toReal(dy[i]);
        const Real second = toReal(dy[half + i]);
        dn[i] = first * c[i] + second * s[half + i];
        dn[half + i] = second * c[half + i] - first * s[i];
    }
}

template <typename T, typename Real>
void normBackwardRows(const NormRows& job) {
    const std::int64_t dim = job.dim;
    const T* weight = static_cast<const T*>(job.weight);
    Real* __restrict dn = static_cast<Real*>(job.buffer);
    Real* __restrict values = dn + dim;
    Real* __restrict dWeight = static_cast<Real*>(job.dWeight);
    if (dWeight != nullptr) {
        for (std::int64_t i = 0; i < dim; ++i) {
            dWeight[i] = 0;
        }
    }
    for (std::int64_t row = 0; row < job.rows; ++row) {
        const T* x = static_cast<const T*>(job.x) + row * dim;
        T* __restrict dx = static_cast<T*>(job.dx) + row * dim;
        unrotate<T, Real>(job, row, static_cast<const T*>(job.dy) + row * dim, dn);
        if (weight == nullptr) {
            for (std::int64_t i = 0; i < dim; ++i) {
                dx[i] = fromReal<T>(dn[i]);
            }
            continue;
        }
        const Real r = inverseRms<T, Real>(x, dim, job.epsilon);
        for (std::int64_t i = 0; i < dim; ++i) {
            values[i] = toReal(x[i]) * r;
        }
        if (dWeight != nullptr) {
            for (std::int64_t i = 0; i < dim; ++i) {
                dWeight[i] += dn[i] * values[i];
            }
        }
        for (std::int64_t i = 0; i < dim; ++i) {
            dn[i] *= toReal(weight[i]);
        }
        const Real dot = reduce<Real>(dim, [&](std::int64_t i) { return dn[i] * values[i]; }) / static_cast<Real>(dim);
        for (std::int64_t i = 0; i < dim; ++i) {
            dx[i] = fromReal<T>(r * (dn[i] - values[i] * dot));
        }
    }
}

void normForward(const NormRows& job) {
    withTypes(job.element, [&]<typename T, typename Real>(T*, Real*) { normForwardRows<T, Real>(job); });
}

void normBackward(const NormRows& job) {
    withTypes(job.element, [&]<typename T, typename Real>(T*, Real*) { normBackwardRows<T, Real>(job); });
}

} // namespace
} // namespace halyard::cpu
