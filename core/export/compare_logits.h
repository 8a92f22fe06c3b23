// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_folder.h"
#include "kernels/torch_prelude.h"

namespace halyard {

// Token ids (2, 48) that depend on the vocabulary alone; what exports are compared on.
[[nodiscard]] at::Tensor comparisonIds(std::int64_t vocabSize);

// The type to compare in: float32 where the weights fit 8 GB in it, else the type they are stored in.
[[nodiscard]] at::ScalarType comparisonType(const ModelFolder& model, const std::string& storedDtype);

// Logits (B, T, V) float32 of a folder, computed in the type, with the logits scaling of model.config.
// The weights are released before returning. Throws Error(InvalidInput) for a tensor that does not fit.
[[nodiscard]] at::Tensor logitsOf(const ModelFolder& model, const at::Tensor& ids_BT, at::ScalarType type);

// max |a - b| / max |b|; infinite when a shape differs or a value is not finite.
[[nodiscard]] double relativeError(const at::Tensor& a, const at::Tensor& b);

} // namespace halyard
