// SPDX-License-Identifier: GPL-3.0-or-later
// Loss rows behind a softmax (kernel_table.h), for a row of logits that fits the cache: one pass for the maximum, one
// for exp and the sums (the exponentials are written over the logits), one for the gradient, so that each element meets
// exp once. Sums of 2,048 elements are fp32, their total and all logarithms are double.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace halyard::cpu {
namespace {
namespace softmax {

constexpr std::size_t kLanes = kVectorBytes / sizeof(float);
using Vector [[gnu::vector_size(kLanes * sizeof(float))]] = float;
using Integers [[gnu::vector_size(kLanes * sizeof(float))]] = std::int32_t;
constexpr std::size_t kBlock = 2048; // elements summed in fp32

// Vectors are passed by reference: by value they would need one calling convention for all instruction sets.
inline void load(Vector& to, const float* from) {
    std::memcpy(&to, from, sizeof to);
}

inline void store(float* to, const Vector& from) {
    std::memcpy(to, &from, sizeof from);
}

// exp of a number <= 0, at most 2 ulp off; below -87 it stays at the smallest normal number. NaN stays NaN.
inline void exponential(Vector& x) {
    x = x < -87.0F ? Vector{} - 87.0F : x;
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: adding it leaves the rounded integer in the low bits
    const Vector shifted = x * 1.44269504F + kRound;
    const Vector n = shifted - kRound;
    const Vector f = x - n * 0.693359375F + n * 2.12194440e-4F;
    Vector p = f * 1.9875691500e-4F + 1.3981999507e-3F;
    p = p * f + 8.3334519073e-3F;
    p = p * f + 4.1665795894e-2F;
    p = p * f + 1.6666665459e-1F;
    p = p * f + 5.0000001201e-1F;
    p = p * f * f + f + 1.0F;
    Integers exponent;
    std::memcpy(&exponent, &shifted, sizeof exponent);
    exponent = (exponent - 0x4B400000 + 127) << 23;
    Vector power;
    std::memcpy(&power, &exponent, sizeof power);
    x = p * power;
}

inline float sumOf(const Vector& v) {
    float total = 0;
    for (std::size_t i = 0; i < kLanes; ++i) {
        total += v[i];
    }
    return total;
}

float maximum(const float* row, std::size_t count) {
    float most = -std::numeric_limits<float>::infinity();
    std::size_t i = 0;
    if (count >= 2 * kLanes) {
        Vector a;
        Vector b;
        load(a, row);
        load(b, row + kLanes);
        for (i = 2 * kLanes; i + 2 * kLanes <= count; i += 2 * kLanes) {
            Vector x;
            Vector y;
            load(x, row + i);
            load(y, row + i + kLanes);
            a = x > a ? x : a;
            b = y > b ? y : b;
        }
        a = b > a ? b : a;
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            most = std::max(most, a[lane]);
        }
    }
    for (; i < count; ++i) {
        most = std::max(most, row[i]);
    }
    return most;
}

// The last elements of a row, padded with what adds nothing to a sum of exponentials of x - most.
struct Tail {
    float values[kLanes];
    std::size_t count;
    Tail(const float* from, std::size_t left, float padding) : count(left) {
        std::fill(values, values + kLanes, padding);
        std::copy(from, from + left, values);
    }
};

// Writes exp(x - most) over the row and returns the sum.
double exponentials(float* row, std::size_t count, float most) {
    double total = 0;
    for (std::size_t begin = 0; begin < count; begin += kBlock) {
        const std::size_t end = std::min(count, begin + kBlock);
        Vector sum{};
        std::size_t i = begin;
        for (; i + kLanes <= end; i += kLanes) {
            Vector x;
            load(x, row + i);
            x -= most;
            exponential(x);
            sum += x;
            store(row + i, x);
        }
        if (i < end) {
            Tail tail(row + i, end - i, -std::numeric_limits<float>::infinity());
            Vector x;
            load(x, tail.values);
            x -= most;
            exponential(x);
            store(tail.values, x);
            std::copy(tail.values, tail.values + tail.count, row + i);
            for (std::size_t lane = 0; lane < tail.count; ++lane) {
                sum[lane] += tail.values[lane];
            }
        }
        total += sumOf(sum);
    }
    return total;
}

struct KlSums {
    double student = 0; // sum of exp(z_s - max z_s)
    double teacher = 0;
    double product = 0; // sum of exp(z_t - max z_t) ((z_t - max z_t) - (z_s - max z_s))
};

struct KlStep {
    Vector student, teacher, product;
    // s and t: logits minus their maximum; they become exponentials.
    void add(Vector& s, Vector& t) {
        const Vector difference = t - s;
        exponential(s);
        exponential(t);
        student += s;
        teacher += t;
        product += t * difference;
    }
};

KlSums klExponentials(float* student, float* teacher, std::size_t count, float mostStudent, float mostTeacher) {
    KlSums total;
    for (std::size_t begin = 0; begin < count; begin += kBlock) {
        const std::size_t end = std::min(count, begin + kBlock);
        KlStep sums{};
        std::size_t i = begin;
        Vector s;
        Vector t;
        for (; i + kLanes <= end; i += kLanes) {
            load(s, student + i);
            load(t, teacher + i);
            s -= mostStudent;
            t -= mostTeacher;
            sums.add(s, t);
            store(student + i, s);
            store(teacher + i, t);
        }
        if (i < end) {
            // Both padded with the same finite number, so that exp adds almost nothing and the product is zero there.
            Tail tailS(student + i, end - i, mostStudent - 200.0F);
            Tail tailT(teacher + i, end - i, mostTeacher - 200.0F);
            load(s, tailS.values);
            load(t, tailT.values);
            s -= mostStudent;
            t -= mostTeacher;
            sums.add(s, t);
            store(tailS.values, s);
            store(tailT.values, t);
            std::copy(tailS.values, tailS.values + tailS.count, student + i);
            std::copy(tailT.values, tailT.values + tailT.count, teacher + i);
        }
        total.student += sumOf(sums.student);
        total.teacher += sumOf(sums.teacher);
        total.product += sumOf(sums.product);
    }
    return total;
}

double klRow(float* student, float* teacher, std::size_t count, float scale) {
    const KlSums sums = klExponentials(student, teacher, count, maximum(student, count), maximum(teacher, count));
    if (scale != 0) {
        const auto a = static_cast<float>(scale / sums.student);
        const auto b = static_cast<float>(scale / sums.teacher);
        for (std::size_t i = 0; i < count; ++i) {
            student[i] = student[i] * a - teacher[i] * b;
        }
    }
    return sums.product / sums.teacher - std::log(sums.teacher) + std::log(sums.student);
}

double crossEntropyRow(float* logits, std::size_t count, std::size_t target, float scale) {
    const float most = maximum(logits, count);
    const double wanted = static_cast<double>(logits[target]) - static_cast<double>(most);
    const double sum = exponentials(logits, count, most);
    if (scale != 0) {
        const auto a = static_cast<float>(scale / sum);
        for (std::size_t i = 0; i < count; ++i) {
            logits[i] *= a;
        }
        logits[target] -= scale;
    }
    return std::log(sum) - wanted;
}

} // namespace softmax
} // namespace
} // namespace halyard::cpu
