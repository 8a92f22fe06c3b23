// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_results.h"

#include <string>

namespace halyard {

// What is measured and found, in the words that figures, the report and the terminal share.

// "teacher", "HypeNet with ln(t + A)/ln A, A = 128", "HyPE's scale at the training length, 1.33", "the best constant, 1.86",
// "no scaling"; of other choices of layers "layers chosen uniformly".
[[nodiscard]] std::string curveWords(const DemoCurve& curve);
// The same in at most about 24 characters: "ln(t + A)/ln A, A = 128"; of seeds with different numbers without them.
[[nodiscard]] std::string shortCurveWords(const DemoCurve& curve);
// "hype 128" -> "128", "constant 1.7512" -> "1.75"; of several seeds "128; 32".
[[nodiscard]] std::string scalingNumber(const std::string& scaling);
// Its place among the curves of a figure, which is its colour too; unknown keys come last.
[[nodiscard]] std::size_t curvePlace(const std::string& key);
// "busy haystack", "filler haystack"
[[nodiscard]] std::string haystackWords(const std::string& haystack);
// A flag of the ranking in words that a figure has room for.
[[nodiscard]] std::string flagWords(const std::string& flag);
// "teacher", "HypeNet"
[[nodiscard]] std::string modelWords(const std::string& model);

// Of the curves of all seeds together; nothing when there is none.
[[nodiscard]] const DemoCurve* curveOf(const std::vector<DemoCurve>& curves, const std::string& key, const std::string& haystack);
// The share at a length; one without answers when it was not measured.
[[nodiscard]] DemoShare shareAt(const DemoCurve* curve, std::int64_t length);
// The greatest measured length; 0 when there is none.
[[nodiscard]] std::int64_t longestOf(const DemoCurve* curve);

} // namespace halyard
