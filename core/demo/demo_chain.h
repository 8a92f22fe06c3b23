// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_recipe.h"
#include "core/run/run_spec.h"

#include <string>

namespace halyard {

// What the demo's runs read; all of it is made before they begin.
struct DemoInputs {
    std::string teacher;      // model folder with its tokenizer
    std::string data;         // text in blocks of the teacher's length …
    std::string heldOut;
    std::string longData;     // … and of stage 3's
    std::string longHeldOut;
    std::string recallItems;  // of the sweep
    std::string choiceItems;
};

// Names of the demo's runs. With one seed a name stands alone, with several it ends in the seed: "align-2".
[[nodiscard]] std::string demoRunName(const DemoRecipe& recipe, const std::string& what, std::int64_t seed);

// The whole demo as one composite run. First the teacher: "teacher-needles-short", "teacher-needles", "teacher-needles-long".
// Then for each seed
// "align" (stage 1), "sweep", "distil" (stage 2 with the layers of the sweep's HALO score), "finetune" (stage 3), "search" (for
// A and a constant), "needles-short", "needles", "needles-long"; where selections are compared "distil-uniform",
// "finetune-uniform", the three evaluations "needles-uniform" …, and the same of random; and once, of the first seed, "needles-far" (which takes the teacher, whose attention
// is softmax in every layer, too long) and "speed".
// Every model of a length and haystack is asked for the same needles.
[[nodiscard]] RunSpec demoChain(const DemoInputs& inputs, const DemoRecipe& recipe);

// Choices of layers that are compared with HALO's.
[[nodiscard]] const std::vector<std::string>& comparedInDemo();

} // namespace halyard
