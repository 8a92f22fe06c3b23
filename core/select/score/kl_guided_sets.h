// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace halyard {

// teacher/mixer/share/selector, and the layers in the order of the configuration. arXiv 2512.20569, its shipped
// stage-2 configurations; names as there ("ar_mutihop" and "qa_s2" are spelled so).
struct KlGuidedSet {
    const char* name;
    std::vector<std::int64_t> layers;
};
[[nodiscard]] const std::vector<KlGuidedSet>& klGuidedSets();

} // namespace halyard
