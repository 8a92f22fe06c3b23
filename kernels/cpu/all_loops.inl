// SPDX-License-Identifier: GPL-3.0-or-later
// Every loop, for the vector width that the including file has set, and the table of them.
#include "kernels/cpu/vector.inl"
#include "kernels/cpu/matrix.inl"
#include "kernels/cpu/lightning_attention.inl"
#include "kernels/cpu/norm.inl"
#include "kernels/cpu/gated.inl"
#include "kernels/cpu/softmax_rows.inl"

namespace halyard::cpu {
namespace {

constexpr KernelTable tableOf(const char* name) {
    return {name,        lightningScratch, lightningChunked, lightningRecurrent, lightningBackward,
            normForward, normBackward,     gatedForward,     gatedBackward,      softmax::klRow,
            softmax::crossEntropyRow};
}

} // namespace
} // namespace halyard::cpu
