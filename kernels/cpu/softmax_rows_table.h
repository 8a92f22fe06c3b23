// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace halyard::cpu {

// softmax_rows.h for one instruction set.
struct SoftmaxRows {
    double (*klRow)(float*, float*, std::size_t, float);
    double (*crossEntropyRow)(float*, std::size_t, std::size_t, float);
};

[[nodiscard]] SoftmaxRows softmaxRowsBaseline();
[[nodiscard]] SoftmaxRows softmaxRowsAvx2();
[[nodiscard]] SoftmaxRows softmaxRowsAvx512();

} // namespace halyard::cpu
