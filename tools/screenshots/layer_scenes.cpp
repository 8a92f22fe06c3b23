// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/screenshots/scenes.h"
#include "views/layers/layer_bench_page.h"

#include <QCoreApplication>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace halyard::screenshots {

using namespace views;

namespace {

constexpr std::int64_t kLayers = 28;

// Numbers that look like a sweep's, always the same.
double noise(int layer, int what) {
    const double x = std::sin(12.9898 * layer + 78.233 * what) * 43758.5453;
    return x - std::floor(x);
}

std::vector<LayerSet> bestOf(const LayerSelector& selector) {
    LayerSet order;
    for (std::size_t i = 0; i < selector.layers.size(); ++i) {
        if (selector.layers[i].score) {
            order.push_back(static_cast<std::int64_t>(i));
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return *selector.layers[static_cast<std::size_t>(a)].score > *selector.layers[static_cast<std::size_t>(b)].score;
    });
    std::vector<LayerSet> best;
    for (std::size_t count = 0; count <= order.size(); ++count) {
        LayerSet top(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
        std::sort(top.begin(), top.end());
        best.push_back(top);
    }
    return best;
}

LayerSelector sampleScore(const QString& id, const QString& title, int seed, int measured, bool clips) {
    LayerSelector out;
    out.id = id;
    out.title = title;
    for (int layer = 0; layer < kLayers; ++layer) {
        ScoredLayer one;
        if (layer < measured) {
            const double score = clips ? std::min(50.0, 1.5 / (0.02 + noise(layer, seed))) : 0.02 + 0.4 * std::pow(noise(layer, seed), 3);
            one.score = score;
            one.low = score * 0.7;
            one.high = clips ? std::min(50.0, score * 1.5) : score * 1.3;
            one.keptShare = score > (clips ? 12 : 0.2) ? 0.87 : 0.06;
            one.atClip = clips && score >= 50;
            one.smallDenominator = clips && score > 30 && score < 50;
            one.from << QStringLiteral("hypenet-2b-lightning/layer%1/retrieval_eval.log:321").arg(layer);
        }
        out.layers.push_back(one);
    }
    out.best = bestOf(out);
    return out;
}

HeatRow heat(const QString& title, int seed, bool task, int measured) {
    HeatRow row;
    row.title = title;
    row.isTask = task;
    for (int layer = 0; layer < kLayers; ++layer) {
        const double drop = 45 * std::pow(noise(layer, seed), 4) + 0.3;
        row.layers.push_back({layer < measured ? std::optional(drop) : std::nullopt, QStringLiteral("layer%1/retrieval_eval.log:321").arg(layer)});
    }
    return row;
}

LayerBench sample(Condition condition) {
    LayerBench bench;
    if (condition == Condition::Empty) {
        return bench;
    }
    const int measured = condition == Condition::Busy ? kLayers : 23;
    bench.title = QStringLiteral("hypenet-2b");
    bench.source = QStringLiteral("/data/sweeps/hypenet-2b");
    bench.layers = kLayers;
    LayerSelector halo = sampleScore(QStringLiteral("halo"), QStringLiteral("HALO importance"), 1, measured, true);
    halo.baseline = Baseline::BestSwept;
    halo.leftOut = {{QStringLiteral("fda"), halo.best}};
    bench.selectors = {halo, sampleScore(QStringLiteral("jet-nemotron"), QStringLiteral("Jet-Nemotron recall drop"), 2, measured, false),
                       sampleScore(QStringLiteral("kl"), QStringLiteral("KL, layer replaced"), 3, kLayers, false),
                       sampleScore(QStringLiteral("zero-associative_recall"), QStringLiteral("Zeroed: associative_recall"), 4, kLayers, false)};
    for (auto& rows : bench.heat) {
        rows = {heat(QStringLiteral("recall drop"), 5, false, measured), heat(QStringLiteral("commonsense drop"), 6, false, measured)};
        for (const char* task : {"fda", "ruler_qa_squad", "swde", "arc_challenge", "arc_easy", "hellaswag"}) {
            rows.push_back(heat(QLatin1String(task), static_cast<int>(rows.size()) + 5, true, measured));
        }
    }
    bench.heat.back().front().layers[4].value = -6;
    bench.published = {{QStringLiteral("halo/2b"), QStringLiteral("Qwen3-1.7B"), {2, 3, 6, 8, 9, 21, 25}, QStringLiteral("arXiv 2601.22156")}};
    bench.ownPublished = QStringLiteral("halo/2b");
    bench.teacher = modelConfigFromJson({{"model_type", "qwen3"}, {"vocab_size", 151'936}, {"hidden_size", 2048}, {"intermediate_size", 6144},
                                         {"num_hidden_layers", kLayers}, {"num_attention_heads", 16}, {"num_key_value_heads", 8},
                                         {"head_dim", 128}, {"tie_word_embeddings", true}}, "config.json");
    if (condition == Condition::Failed) {
        bench.warnings = {QStringLiteral("run/layer23/retrieval_eval.log:312: the table ends in the middle; fda of layer 23 counts as not measured."),
                          QStringLiteral("/data/sweeps/hypenet-2b: there are no results of layer 24; it is not ranked.")};
    }
    return bench;
}

std::unique_ptr<QWidget> benchPage(Condition condition, bool table) {
    auto page = std::make_unique<LayerBenchPage>();
    page->setOpenable({{QStringLiteral("a"), QStringLiteral("the published sweep of Qwen3-1.7B (HypeNet 2B)")}}, {});
    page->setBench(sample(condition));
    if (condition == Condition::Busy) {
        BenchChoice choice = page->choice();
        if (!choice.kept.empty()) {
            choice.kept.erase(choice.kept.begin());
        }
        page->setChoice(choice);
        page->setProgress(QStringLiteral("/data/sweeps/hypenet-2b"), 0.43);
    } else if (condition == Condition::Failed) {
        page->setProblem(QStringLiteral("/data/sweeps/other holds two sweeps, one and two. Give the folder of one of them."));
        page->findChild<QToolButton*>(QStringLiteral("warnings"))->click();
    }
    page->showTable(table && condition != Condition::Empty);
    return page;
}

// Folded out, with the card of a layer.
std::unique_ptr<QWidget> openedPage(Condition condition) {
    auto made = benchPage(condition, false);
    made->findChild<QToolButton*>(QStringLiteral("fold"))->click();
    if (condition != Condition::Empty) {
        auto* page = static_cast<LayerBenchPage*>(made.get());
        QMetaObject::invokeMethod(page, [page] { page->pointAt(9); }, Qt::QueuedConnection);
    }
    return made;
}

} // namespace

std::vector<Scene> layerScenes() {
    const QSize size(1040, 640); // of a window of 1280 × 800 with its docks
    return {{QStringLiteral("layers"), [](Condition c) { return benchPage(c, false); }, size},
            {QStringLiteral("layers-opened"), openedPage, size},
            {QStringLiteral("layers-small"), [](Condition c) { return benchPage(c, false); }, QSize(790, 560)},
            {QStringLiteral("layers-table"), [](Condition c) { return benchPage(c, true); }, size}};
}

} // namespace halyard::screenshots
