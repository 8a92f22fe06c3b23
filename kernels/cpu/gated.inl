// SPDX-License-Identifier: GPL-3.0-or-later
// silu(x) z and x sigmoid(z), forward and backward; the sigmoid in the accumulation type.
//   silu(x) = x s, s = sigmoid(x):   dx = dy z s (1 + x (1 - s)),   dz = dy x s
//   x sigmoid(z), s = sigmoid(z):    dx = dy s,                     dz = dy x s (1 - s)
#include <cstdint>

namespace halyard::cpu {
namespace {

// e^x for float to about one unit in the last place, without a branch so that it vectorises: x = n ln 2 + r with
// |r| <= ln 2 / 2, e^r by its Taylor polynomial of degree 7, times 2^n.
[[gnu::always_inline]] inline float exponential(float x) {
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: adding it rounds to an integer
    x = x < -87.0F ? -87.0F : x;
    x = x > 88.0F ? 88.0F : x;
    const float shifted = x * 1.44269504F + kRound;
    const float n = shifted - kRound;
    const float r = (x - n * 0.693145752F) - n * 1.42860677e-6F; // ln 2 in two parts
    float p = 1.0F / 5040.0F;
    p = p * r + 1.0F / 720.0F;
    p = p * r + 1.0F / 120.0F;
    p = p * r + 1.0F / 24.0F;
    p = p * r + 1.0F / 6.0F;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    const std::uint32_t exponent = (static_cast<std::uint32_t>(__builtin_bit_cast(std::int32_t, shifted)) + 127U) << 23U;
    return p * __builtin_bit_cast(float, exponent);
}
[[gnu::always_inline]] inline double exponential(double x) { return __builtin_exp(x); }

template <typename Real>
[[gnu::always_inline]] inline Real sigmoid(Real x) {
    const Real s = Real{1} / (Real{1} + exponential(-x));
    return x == x ? s : x; // a NaN passes through
}

template <typename T, typename Real>
void gatedForwardOf(const GatedRows& job) {
    const T* x = static_cast<const T*>(job.x);
    const T* z = static_cast<const T*>(job.z);
    T* __restrict y = static_cast<T*>(job.y);
    if (job.activation == GatedRows::Activation::Silu) {
        for (std::int64_t i = 0; i < job.count; ++i) {
            const Real value = toReal(x[i]);
            y[i] = fromReal<T>(value * sigmoid(value) * toReal(z[i]));
        }
    } else {
        for (std::int64_t i = 0; i < job.count; ++i) {
            y[i] = fromReal<T>(toReal(x[i]) * sigmoid(static_cast<Real>(toReal(z[i]))));
        }
    }
}

template <typename T, typename Real>
void gatedBackwardOf(const GatedRows& job) {
    const T* x = static_cast<const T*>(job.x);
    const T* z = static_cast<const T*>(job.z);
    const T* dy = static_cast<const T*>(job.dy);
    T* __restrict dx = static_cast<T*>(job.dx);
    T* __restrict dz = static_cast<T*>(job.dz);
    if (job.activation == GatedRows::Activation::Silu) {
        for (std::int64_t i = 0; i < job.count; ++i) {
            const Real value = toReal(x[i]);
            const Real gradient = toReal(dy[i]);
            const Real s = sigmoid(value);
            dx[i] = fromReal<T>(gradient * toReal(z[i]) * s * (Real{1} + value * (Real{1} - s)));
            dz[i] = fromReal<T>(gradient * value * s);
        }
    } else {
        for (std::int64_t i = 0; i < job.count; ++i) {
            const Real gradient = toReal(dy[i]);
            const Real s = sigmoid(static_cast<Real>(toReal(z[i])));
            dx[i] = fromReal<T>(gradient * s);
            dz[i] = fromReal<T>(gradient * toReal(x[i]) * s * (Real{1} - s));
        }
    }
}

void gatedForward(const GatedRows& job) {
    withTypes(job.element, [&]<typename T, typename Real>(T*, Real*) { gatedForwardOf<T, Real>(job); });
}

void gatedBackward(const GatedRows& job) {
    withTypes(job.element, [&]<typename T, typename Real>(T*, Real*) { gatedBackwardOf<T, Real>(job); });
}

} // namespace
} // namespace halyard::cpu
