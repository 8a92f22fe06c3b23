// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/softmax_rows.h"

#include "kernels/cpu/softmax_rows_table.h"

namespace halyard::cpu {

namespace {

const SoftmaxRows& chosen() {
    static const SoftmaxRows kChosen = [] {
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx512f") != 0) {
            return softmaxRowsAvx512();
        }
        if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
            return softmaxRowsAvx2();
        }
#endif
        return softmaxRowsBaseline();
    }();
    return kChosen;
}

} // namespace

double klRow(float* student, float* teacher, std::size_t count, float scale) {
    return chosen().klRow(student, teacher, count, scale);
}

double crossEntropyRow(float* logits, std::size_t count, std::size_t target, float scale) {
    return chosen().crossEntropyRow(logits, count, target, scale);
}

} // namespace halyard::cpu
