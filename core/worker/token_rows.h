// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace halyard {

enum class RowLengths { Equal, Any };

// Reads a JSON list of non-empty lists of token ids in [0, vocabulary). Throws Error(InvalidInput) naming file, row and
// value.
[[nodiscard]] std::vector<std::vector<std::int64_t>> readTokenRows(const std::filesystem::path& path,
                                                                   std::int64_t vocabulary, RowLengths lengths);

} // namespace halyard
