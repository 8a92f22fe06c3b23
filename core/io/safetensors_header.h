// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/safetensors.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

struct SafetensorsHeader {
    std::vector<TensorInfo> tensors; // in order of their place in the file
    std::map<std::string, std::string> metadata;
};

// Parses and checks the JSON header of a safetensors file whose data section has dataBytes bytes; file is the name for
// sentences, already printable. Memory stays in proportion to the text. Throws Error(InvalidInput).
[[nodiscard]] SafetensorsHeader parseSafetensorsHeader(std::string_view text, const std::string& file,
                                                       std::uint64_t dataBytes);

} // namespace halyard
