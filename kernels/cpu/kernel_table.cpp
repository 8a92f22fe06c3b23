// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/kernel_table.h"

namespace halyard::cpu {

const KernelTable& kernelTable() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
        __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0) {
        return avx512Kernels();
    }
    if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
        return avx2Kernels();
    }
#endif
    return baselineKernels();
}

} // namespace halyard::cpu
