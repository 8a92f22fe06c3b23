// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_folder.h"
#include "core/model/named_tensor.h"

#include <cstddef>
#include <span>

namespace halyard {

// Tensors between memory and safetensors files.

// A copy of a stored tensor, in the type it is stored in. Throws Error(InvalidInput) for types that hold no weights.
[[nodiscard]] at::Tensor tensorOf(const SafetensorsFile& file, const TensorInfo& info);
[[nodiscard]] at::Tensor tensorOf(const TensorFolder::Entry& entry);

[[nodiscard]] SafetensorsWriter::Declaration declarationOf(const NamedTensor& tensor);
// The bytes of a contiguous CPU tensor.
[[nodiscard]] std::span<const std::byte> bytesOf(const at::Tensor& contiguous);

} // namespace halyard
