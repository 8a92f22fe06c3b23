// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// Edits (insert, delete, replace, swap of neighbours) between two short texts: the optimal string alignment distance.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

// The candidate fewest edits away, upper and lower case and "-" and "_" being alike; nothing when more than a third of
// the letters would have to change.
[[nodiscard]] std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& candidates);

} // namespace halyard
