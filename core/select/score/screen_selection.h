// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/select/score/screen_file.h"
#include "core/select/score/selection.h"

#include <string>
#include <vector>

namespace halyard {

// Which score of a screen, the larger the more is lost without a layer's softmax attention (kl_guided.md section 3.2):
//   kl     replaced[i].kl
//   ppl    replaced[i].loss − teacher_loss: the logarithm of the ratio of perplexities
//   mse    replaced[i].mse
//   smart  all_linear.kl − restored[i].kl, and the layers then spaced (spaced_selection.h)
//   zero   on one synthetic task, the teacher's share of right answers minus that without the attention of layer i
struct ScreenRule {
    std::string method = "kl";
    std::string task;    // zero
    bool strict = false; // zero: by the strict check instead of the published one
};

// "kl", …, "zero-associative_recall", "zero-associative_recall-strict": what a selection by it is called.
[[nodiscard]] std::string nameOf(const ScreenRule& rule);
// Every rule a screen has the measurements for; the drops by the published check alone.
[[nodiscard]] std::vector<ScreenRule> rulesOf(const Screen& screen);

// The share of right answers of the teacher below which a drop says little.
inline constexpr double kLeastTeacherShare = 0.1;

// Scores the layers and keeps the best; of equal scores the lower layer. source: the screen's file, as selections name it.
// The drops have intervals by Newcombe (1998, method 10) from two of Wilson's (95 %), as if both models had answered different
// items. Throws Error(InvalidInput) when the screen does not hold what the rule needs, with fewer measured layers than are to
// be kept, and for a method of another name.
// remarks: notes and then warnings of the selection, to be translated.
struct ScreenedLayers {
    Selection selection;
    std::vector<Message> remarks;
};
[[nodiscard]] ScreenedLayers screenLayers(const Screen& screen, const ScreenRule& rule, std::int64_t keep, const SourceFile& source);
[[nodiscard]] Selection selectByScreen(const Screen& screen, const ScreenRule& rule, std::int64_t keep, const SourceFile& source);

} // namespace halyard
