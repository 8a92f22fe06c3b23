// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/ranking.h"
#include "core/select/score/screen_file.h"
#include "core/select/score/selection.h"
#include "core/select/score/sweep.h"
#include "views/layers/layer_bench.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace halyard::app {

// What a bench is made of; whatever is there.
struct LayerSources {
    QString title;
    QString source; // the path or the run
    std::optional<Sweep> sweep;
    std::optional<Screen> screen;
    std::optional<Ranking> ranking; // by GA-S2
    SourceFile screenFile;                  // as selections name it
    std::vector<std::filesystem::path> teachers; // config.json of models that may be the teacher, the likeliest first
    bool live = false;
};

// The bench of the sources with `count` layers kept (0: a quarter), which is what the shares of redraws are of; it takes a
// while and may be called in any thread.
[[nodiscard]] views::LayerBench benchOf(const LayerSources& sources, std::size_t count);

// The selection that a choice on the bench is, with where every score came from.
[[nodiscard]] Selection selectionOf(const LayerSources& sources, const views::LayerBench& bench, const views::BenchChoice& choice);

} // namespace halyard::app
