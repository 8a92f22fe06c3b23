// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/layer_bench.h"

namespace halyard::views {

// One thing that is known of a layer.
struct LayerFact {
    QString name;
    QString text;                 // as it is shown
    std::optional<double> number; // behind it, where it is one
    QString from;                 // "layer3/retrieval_eval.log:896"; empty: computed from the others
};

// The text of a fact that there is nothing to say of.
inline const QString kNothingKnown = QStringLiteral("–");

// All that is known of a layer, the score chosen first; the same names in the same order for every layer.
[[nodiscard]] std::vector<LayerFact> layerFacts(const LayerBench& bench, const BenchChoice& choice, int layer);

} // namespace halyard::views
