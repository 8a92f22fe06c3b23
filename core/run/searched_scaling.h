// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace halyard {

// What a search for a logits scaling (a run of kind scaling) has found, by the needles found with each and, where those are
// equal, by the held-out loss; of what is equal in both, the smaller A or constant.
struct SearchedScaling {
    LogitsScaling best;         // of those that depend on the position: ln(t + A) / ln(trunc(A))
    LogitsScaling bestConstant; // of the others
};
// From results.json of a finished search of one model. Throws Error(InvalidInput) for another document.
[[nodiscard]] SearchedScaling readScalingSearch(const std::filesystem::path& resultsJson);

// Words of eval.scalings that stand for what the run's input "search" has found:
//   best            SearchedScaling::best
//   best constant   SearchedScaling::bestConstant
//   best at 512     the constant that SearchedScaling::best is at position 512: ln(512 + A) / ln(trunc(A))
[[nodiscard]] bool isSearchedScaling(std::string_view word);
// Replaces those words in a run's scalings by what they stand for; a run without that input stays as it is. Throws as above.
void resolveScalings(RunSpec& spec);

} // namespace halyard
