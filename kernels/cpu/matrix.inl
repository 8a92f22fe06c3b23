// SPDX-License-Identifier: GPL-3.0-or-later
// Small matrix products in padded row-major scratch. y(M,N) (+)= a(M,K) b(K,N); a may be read transposed.
#include <cstdint>

namespace halyard::cpu {
namespace {

// Which part of a product is wanted; blocks outside it are skipped. i: row of y, j: column of y, k: summation index.
enum class Part {
    All,
    LowerOutput, // j <= i
    LowerLeft,   // a(i,k) is zero for k > i
    UpperLeft,   // a(i,k) is zero for k < i
};

template <typename Real>
struct Left { // a(i,k) = data[i * row + k * column]
    const Real* data;
    std::int64_t row, column;
};
template <typename Real>
Left<Real> plain(const Real* data, std::int64_t leading) {
    return {data, leading, 1};
}
template <typename Real>
Left<Real> transposed(const Real* data, std::int64_t leading) {
    return {data, 1, leading};
}

template <typename Real, int Vectors, bool Add>
[[gnu::always_inline]] inline void block(const Left<Real>& a, const Real* b, std::int64_t ldb, std::int64_t kBegin,
                                         std::int64_t kEnd, Real* y, std::int64_t ldy) {
    constexpr std::int64_t lanes = kLanes<Real>;
    Vector<Real> sum[kBlockRows][Vectors];
#pragma GCC unroll 8
    for (int r = 0; r < kBlockRows; ++r) {
#pragma GCC unroll 4
        for (int c = 0; c < Vectors; ++c) {
            sum[r][c] = Add ? loadVector(y + r * ldy + c * lanes) : Vector<Real>{};
        }
    }
    for (std::int64_t k = kBegin; k < kEnd; ++k) {
        Vector<Real> right[Vectors];
#pragma GCC unroll 4
        for (int c = 0; c < Vectors; ++c) {
            right[c] = loadVector(b + k * ldb + c * lanes);
        }
        const Real* left = a.data + k * a.column;
#pragma GCC unroll 8
        for (int r = 0; r < kBlockRows; ++r) {
            const Real factor = left[r * a.row];
#pragma GCC unroll 4
            for (int c = 0; c < Vectors; ++c) {
                sum[r][c] += factor * right[c];
            }
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < kBlockRows; ++r) {
#pragma GCC unroll 4
        for (int c = 0; c < Vectors; ++c) {
            storeVector(y + r * ldy + c * lanes, sum[r][c]);
        }
    }
}

struct Size {
    std::int64_t rows, columns, inner;
};

// rows and columns are rounded up to whole blocks: a, b and y are padded.
template <bool Add, typename Real>
void multiply(const Size& size, const Left<Real>& a, const Real* b, std::int64_t ldb, Real* y, std::int64_t ldy,
              Part part = Part::All) {
    constexpr std::int64_t lanes = kLanes<Real>;
    const std::int64_t columns = (size.columns + lanes - 1) / lanes * lanes;
    for (std::int64_t j = 0; j < columns;) {
        const bool wide = j + kBlockVectors * lanes <= columns;
        std::int64_t i = 0;
        if (part == Part::LowerOutput) {
            i = j / kBlockRows * kBlockRows;
        }
        for (; i < size.rows; i += kBlockRows) {
            const std::int64_t end = i + kBlockRows < size.inner ? i + kBlockRows : size.inner;
            const std::int64_t kBegin = part == Part::UpperLeft ? i : 0;
            const std::int64_t kEnd = part == Part::LowerLeft ? end : size.inner;
            const Left<Real> rows{a.data + i * a.row, a.row, a.column};
            if (wide) {
                block<Real, kBlockVectors, Add>(rows, b + j, ldb, kBegin, kEnd, y + i * ldy + j, ldy);
            } else {
                block<Real, 1, Add>(rows, b + j, ldb, kBegin, kEnd, y + i * ldy + j, ldy);
            }
        }
        j += (wide ? kBlockVectors : 1) * lanes;
    }
}

// y (columns, rows) = a (rows, columns) transposed; both padded, whole blocks of 16 rows.
template <typename Real>
void transpose(const Real* a, std::int64_t lda, std::int64_t rows, std::int64_t columns, Real* y, std::int64_t ldy) {
    constexpr std::int64_t kBlock = 4;
    for (std::int64_t i = 0; i < rows; i += kBlock) {
        for (std::int64_t j = 0; j < columns; j += kBlock) {
            const Real* from = a + i * lda + j;
            Real* to = y + j * ldy + i;
            Real tile[kBlock][kBlock];
#pragma GCC unroll 4
            for (std::int64_t r = 0; r < kBlock; ++r) {
                __builtin_memcpy(tile[r], from + r * lda, sizeof tile[r]);
            }
#pragma GCC unroll 4
            for (std::int64_t r = 0; r < kBlock; ++r) {
                const Real row[kBlock] = {tile[0][r], tile[1][r], tile[2][r], tile[3][r]};
                __builtin_memcpy(to + r * ldy, row, sizeof row);
            }
        }
    }
}

} // namespace
} // namespace halyard::cpu
