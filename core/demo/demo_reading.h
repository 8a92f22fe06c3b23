// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_recipe.h"
#include "core/demo/demo_results.h"
#include "core/run/run_folder.h"

namespace halyard {

// What the demo's composite run has found so far, from its children's folders alone; what is not there yet, or cannot be
// read, is left out. The verdicts are those of demo_verdicts.h.
[[nodiscard]] DemoResults readDemoResults(const RunFolder& run, const DemoRecipe& recipe);

} // namespace halyard
