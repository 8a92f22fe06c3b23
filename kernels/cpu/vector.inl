// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of kVectorBytes and conversions between stored elements and the accumulation type. Included into one
// translation unit an instruction set (kernels_*.cpp); everything stays inside it.
#include <cstdint>

namespace halyard::cpu {
namespace {

struct BFloat16 {
    std::uint16_t bits;
};

template <typename Real>
struct VectorOf {
    typedef Real Type __attribute__((vector_size(kVectorBytes)));
    static constexpr std::int64_t kLanes = kVectorBytes / static_cast<std::int64_t>(sizeof(Real));
};
template <typename Real>
using Vector = typename VectorOf<Real>::Type;
template <typename Real>
constexpr std::int64_t kLanes = VectorOf<Real>::kLanes;

// Sizes inside scratch are rounded up to this, so that whole vectors and register blocks fit.
constexpr std::int64_t kPad = 16;
[[nodiscard]] inline std::int64_t padded(std::int64_t n) { return (n + kPad - 1) / kPad * kPad; }

template <typename Real>
[[gnu::always_inline]] inline Vector<Real> loadVector(const Real* from) {
    Vector<Real> v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
}
template <typename Real>
[[gnu::always_inline]] inline void storeVector(Real* to, const Vector<Real>& v) {
    __builtin_memcpy(to, &v, sizeof v);
}

template <typename Real>
[[gnu::always_inline]] inline Real sumOf(const Vector<Real>& v) {
    Real sum = 0;
    for (std::int64_t i = 0; i < kLanes<Real>; ++i) {
        sum += v[i];
    }
    return sum;
}

[[gnu::always_inline]] inline float toReal(float x) { return x; }
[[gnu::always_inline]] inline double toReal(double x) { return x; }
[[gnu::always_inline]] inline float toReal(BFloat16 x) {
    return __builtin_bit_cast(float, static_cast<std::uint32_t>(x.bits) << 16U);
}
template <typename To, typename Real>
[[gnu::always_inline]] inline To fromReal(Real x) {
    if constexpr (sizeof(To) == 2) {
        // Round to nearest, ties to even; a NaN stays one.
        const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, x);
        const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U;
        const std::uint32_t quiet = (bits >> 16U) | 0x40U;
        return BFloat16{static_cast<std::uint16_t>((bits & 0x7FFFFFFFU) > 0x7F800000U ? quiet : rounded)};
    } else {
        return static_cast<To>(x);
    }
}

// Calls f with a null pointer of the stored type and one of the accumulation type.
template <typename Function>
[[gnu::always_inline]] inline void withTypes(Element element, Function f) {
    if (element == Element::F32) {
        f(static_cast<float*>(nullptr), static_cast<float*>(nullptr));
    } else if (element == Element::F64) {
        f(static_cast<double*>(nullptr), static_cast<double*>(nullptr));
    } else {
        f(static_cast<BFloat16*>(nullptr), static_cast<float*>(nullptr));
    }
}

} // namespace
} // namespace halyard::cpu
