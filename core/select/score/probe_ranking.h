// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// The newest ranking of the layers by GA-S2 (kl_guided.md section 3.1): the probe of a layer keeps that layer's attention
// alone, and the lower its KL divergence, the more the layer is worth.
struct ProbeRanking {
    std::vector<std::optional<double>> kl; // training KL of each layer's probe; nothing before the first ranking
    std::vector<std::int64_t> order;       // best first
    std::int64_t step = 0;
    std::optional<std::int64_t> stableFrom; // the step since which the kept layers are the same
};

// From ranking.json of a run of that kind. Throws Error(InvalidInput) naming source and what is wrong.
[[nodiscard]] ProbeRanking probeRankingFromJson(const Json& document, const std::string& source);

} // namespace halyard
