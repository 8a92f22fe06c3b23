// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

#include <string>
#include <vector>

namespace halyard {

// A parameter under its Hugging Face name ("model.layers.3.self_attn.q_proj.weight").
struct NamedTensor {
    std::string name;
    at::Tensor tensor;
};
using NamedTensors = std::vector<NamedTensor>;

} // namespace halyard
