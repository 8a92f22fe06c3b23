// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/kernel_table.h"
#include "kernels/torch_prelude.h"

namespace halyard::ops {

// The element type of a tensor as the CPU loops know it; throws c10::Error for others.
[[nodiscard]] inline cpu::Element cpuElement(const at::Tensor& tensor) {
    switch (tensor.scalar_type()) {
    case at::kFloat: return cpu::Element::F32;
    case at::kDouble: return cpu::Element::F64;
    case at::kBFloat16: return cpu::Element::BF16;
    default: break;
    }
    TORCH_CHECK(false, "the CPU loops take float32, float64 and bfloat16 tensors, not ", tensor.scalar_type());
    return cpu::Element::F32;
}

// The type in which values of this one are accumulated.
[[nodiscard]] inline at::ScalarType accumulationType(at::ScalarType type) {
    return type == at::kDouble ? at::kDouble : at::kFloat;
}

} // namespace halyard::ops
