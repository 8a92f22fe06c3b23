// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/split_regex.h"

#include <functional>
#include <string_view>
#include <vector>

namespace halyard {

// What becomes of the matches of a Split ("behavior"; what is a match is exchanged by "invert").
enum class SplitBehavior {
    Isolated,
    Removed,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
};

struct SplitStep {
    SplitRegex regex;
    SplitBehavior behavior = SplitBehavior::Isolated;
    bool invert = false;
};

// Cuts a text into the pieces that BPE works on: the Split steps one after the other, each on the pieces of the one
// before, then ByteLevel's prefix space on every piece and ByteLevel's own regex.
struct PreTokenizer {
    std::vector<SplitStep> splits;
    bool addPrefixSpace = false;
    std::vector<SplitStep> byteLevelSplits; // one step, or none with "use_regex": false
};

using PieceSink = std::function<void(std::string_view piece)>;
void splitText(const PreTokenizer& preTokenizer, std::string_view text, SplitScratch& scratch, const PieceSink& sink);

// The pieces that remain of a text after its matches were treated as the behaviour says.
[[nodiscard]] std::vector<TextSpan> applyBehavior(const std::vector<TextSpan>& matches, std::size_t textSize,
                                                  SplitBehavior behavior, bool invert);

} // namespace halyard
