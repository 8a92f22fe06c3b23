// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace halyard {

// SMART (as kl_guided.md section 3.2 describes its published lists): of the sets of `keep` layers whose gaps between
// neighbours differ by at most one, that begin in the first and end in the last gap of the model, the one with the largest sum
// of sensitivities. Ties go to the lexicographically first set. keep of 1 to the number of layers.
[[nodiscard]] std::vector<std::int64_t> spacedSelection(const std::vector<double>& sensitivity, std::int64_t keep);

} // namespace halyard
