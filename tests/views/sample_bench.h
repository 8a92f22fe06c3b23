// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/layer_bench.h"

namespace halyard::testing {

// Eight layers. halo, in order: 4, 10, 50 (at the clip), not measured, 0, 20, 3, 0.5; it keeps 5 and 2 first. kl keeps 0 and 7.
// Left alone without its second task it keeps 2 and 6.
[[nodiscard]] inline views::LayerBench sampleBench() {
    using namespace views;
    LayerBench bench;
    bench.title = QStringLiteral("sample");
    bench.source = QStringLiteral("/sweeps/sample");
    bench.layers = 8;
    LayerSelector halo;
    halo.id = QStringLiteral("halo");
    halo.title = QStringLiteral("HALO importance");
    halo.baseline = Baseline::BestSwept;
    const std::vector<std::optional<double>> scores = {4, 10, 50, std::nullopt, 0, 20, 3, 0.5};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        ScoredLayer layer;
        layer.score = scores[i];
        if (scores[i]) {
            layer.low = *scores[i] - 2;
            layer.high = *scores[i] + 3;
            layer.keptShare = 0.5;
            layer.from << QStringLiteral("layer%1/commonsense_eval.log:12").arg(i);
        }
        layer.atClip = i == 2;
        halo.layers.push_back(layer);
    }
    halo.best = {{}, {2}, {2, 5}, {1, 2, 5}, {0, 1, 2, 5}, {0, 1, 2, 5, 6}, {0, 1, 2, 5, 6, 7}, {0, 1, 2, 4, 5, 6, 7}};
    halo.leftOut = {{QStringLiteral("fda"), halo.best}, {QStringLiteral("swde"), {{}, {2}, {2, 6}, {2, 5, 6}}}};
    LayerSelector kl;
    kl.id = QStringLiteral("kl");
    kl.title = QStringLiteral("KL, layer replaced");
    for (int i = 0; i < 8; ++i) {
        ScoredLayer layer;
        layer.score = i == 0 || i == 7 ? 0.9 : 0.1 + 0.01 * i;
        kl.layers.push_back(layer);
    }
    kl.best = {{}, {0}, {0, 7}, {0, 6, 7}, {0, 5, 6, 7}};
    LayerSelector uniform;
    uniform.id = uniform.title = QStringLiteral("uniform");
    uniform.best = {{}, {0}, {0, 4}, {0, 3, 6}};
    bench.selectors = {halo, kl, uniform};
    for (auto& rows : bench.heat) {
        for (const char* title : {"recall drop", "fda"}) {
            HeatRow row;
            row.title = QLatin1String(title);
            row.isTask = row.title == QLatin1String("fda");
            for (int i = 0; i < 8; ++i) {
                row.layers.push_back({i == 3 ? std::nullopt : std::optional(6.5 * i), QStringLiteral("layer%1/retrieval_eval.log:9").arg(i)});
            }
            rows.push_back(row);
        }
    }
    bench.heat.back().front().layers[1].value = -3; // better than the teacher
    bench.published = {{QStringLiteral("paper/8"), QStringLiteral("Teacher"), {2, 6}, QStringLiteral("a paper")}};
    bench.ownPublished = QStringLiteral("paper/8");
    bench.warnings = {QStringLiteral("sweep: there are no results of layer3; it is not ranked.")};
    return bench;
}

} // namespace halyard::testing
