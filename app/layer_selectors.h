// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/ranking.h"
#include "core/select/score/screen_file.h"
#include "views/layers/layer_bench.h"

#include <vector>

namespace halyard::app {

// The best k of an order, for each k.
[[nodiscard]] std::vector<views::LayerSet> bestOf(const views::LayerSet& order);

// Selectors that need no sweep, added to a bench of as many layers: the scores of a screen, file as selections name it; the
// newest ranking of probes; and what chooses by a rule alone.
void addScreen(const Screen& screen, const SourceFile& file, views::LayerBench& bench);
void addProbes(const Ranking& ranking, views::LayerBench& bench);
void addRules(views::LayerBench& bench);

} // namespace halyard::app
