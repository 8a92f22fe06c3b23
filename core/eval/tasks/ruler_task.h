// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/tasks/needle_task.h"

#include <memory>
#include <string>
#include <vector>

namespace halyard {

// The needle tasks of RULER (arXiv 2404.06654; github.com/NVIDIA/RULER, scripts/data/synthetic/niah.py and
// scripts/synthetic.yaml): "One of the special magic numbers for KEY is: VALUE." lies in a haystack, and the question at the
// end asks for the values of one key or of several. The sentences of the prompt are RULER's; where it differs:
// - a prompt has exactly the length asked for, by whole words of filler and then by short words; the answer's tokens are not
//   part of it (RULER leaves room for 128);
// - the needle that is asked for lies at a depth of the grid; other needles lie at random ones;
// - essays are the user's text, begun at a sentence of its own for each document and repeated when too short, or generated;
// - the keys are drawn from word lists of our own.
struct RulerKind {
    enum class Haystack { Repeated, Essay, Needles };
    enum class Word { Pair, Number, Uuid };
    std::string name;
    Haystack haystack = Haystack::Essay;
    Word key = Word::Pair;
    Word value = Word::Number;
    int keys = 1;    // needles with different keys
    int values = 1;  // needles of one key
    int queries = 1; // keys that one question asks for
};
[[nodiscard]] const std::vector<RulerKind>& rulerKinds();

// Throws Error(InvalidInput) when there is no tokenizer or the filler cannot be read.
[[nodiscard]] std::unique_ptr<NeedleTask> makeRulerTask(const RulerKind& kind, const NeedleTaskSetup& setup);

} // namespace halyard
