// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/safetensors.h"
#include "core/model/named_tensor.h"

#include <filesystem>
#include <map>
#include <string>

namespace halyard {

// Writes tensors (fp32, bf16, u8, i64; on any device) as one safetensors file, in the order given.
void writeTensors(const std::filesystem::path& path, const NamedTensors& tensors,
                  const std::map<std::string, std::string>& metadata = {});

// Overwrites each tensor with the file's one of the same name. Dtype and shape must be equal and the file must hold
// exactly these tensors. Throws Error(InvalidInput) naming file and tensor.
void readTensors(const std::filesystem::path& path, const NamedTensors& tensors);

// Copies the bytes of a stored tensor into one of the same dtype and shape; source names the file in errors.
void copyBytes(const TensorInfo& info, std::span<const std::byte> bytes, const NamedTensor& to,
               const std::string& source);

} // namespace halyard
