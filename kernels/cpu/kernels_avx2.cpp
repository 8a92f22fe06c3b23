// SPDX-License-Identifier: GPL-3.0-or-later
// The loops for 256-bit vectors; compiled with the options of that instruction set (kernels/CMakeLists.txt), so nothing
// here may have external linkage but the table.
#include "kernels/cpu/kernel_table.h"

namespace halyard::cpu {
namespace {
constexpr int kVectorBytes = 32;
constexpr int kBlockRows = 4;    // rows of a register block of a matrix product
constexpr int kBlockVectors = 2; // vectors of such a row
} // namespace
} // namespace halyard::cpu

#include "kernels/cpu/all_loops.inl"

namespace halyard::cpu {

const KernelTable& avx2Kernels() {
    static constexpr KernelTable kTable = tableOf("avx2");
    return kTable;
}

} // namespace halyard::cpu
