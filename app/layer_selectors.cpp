// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layer_selectors.h"

#include "core/base/error.h"
#include "core/select/score/importance.h"
#include "core/select/score/screen_selection.h"
#include "core/select/score/selection.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <algorithm>
#include <tuple>

#include <QCoreApplication>

namespace halyard::app {

using views::LayerBench;
using views::LayerSelector;
using views::LayerSet;
using views::ScoredLayer;

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::app::LayerScores", text);
}

QString named(std::string_view text) {
    return views::fromUtf8(text);
}

LayerSet orderOf(const std::vector<ScoredLayer>& layers) {
    std::vector<LayerScore> scores;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (layers[i].score) {
            scores.push_back({});
            scores.back().layer = static_cast<std::int64_t>(i);
            scores.back().score = *layers[i].score;
        }
    }
    return ranking(scores);
}

std::pair<QString, QString> wordsOf(const ScreenRule& rule) {
    if (rule.method == "kl") {
        return {inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "KL, layer replaced")),
                inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "KL divergence from the teacher with the layer's stage-1 mixer in its place, in nats."))};
    }
    if (rule.method == "ppl") {
        return {inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Perplexity, layer replaced")),
                inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Loss above the teacher's with the layer's stage-1 mixer in its place, in nats."))};
    }
    if (rule.method == "mse") {
        return {inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "MSE, layer replaced")),
                inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Mean square error of the last hidden states with the layer's stage-1 mixer in its place."))};
    }
    if (rule.method == "smart") {
        return {inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "SMART sensitivity")),
                inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "KL that the all-linear student loses when the layer's attention is put back; the layers kept are spaced evenly."))};
    }
    const QString task = views::shownText(rule.task, 60);
    return {inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Zeroed: %1")).arg(task),
            inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Accuracy lost on the synthetic task %1 when the layer's attention gives nothing.")).arg(task)};
}

LayerSelector scoreByScreen(const Screen& screen, const ScreenRule& rule, const SourceFile& file) {
    LayerSelector out;
    out.id = named(nameOf(rule));
    std::tie(out.title, out.meaning) = wordsOf(rule);
    try {
        const ScreenedLayers first = screenLayers(screen, rule, 1, file);
        for (const SelectionLayer& layer : first.selection.layers) {
            ScoredLayer one;
            one.score = layer.score;
            one.low = layer.low;
            one.high = layer.high;
            for (const std::string& place : layer.from) {
                one.from << named(place);
            }
            out.layers.push_back(std::move(one));
        }
        const auto measured = static_cast<std::int64_t>(orderOf(out.layers).size());
        out.best = {{}};
        for (std::int64_t count = 1; count <= measured; ++count) {
            out.best.push_back(selectByScreen(screen, rule, count, file).selected);
        }
        for (const Message& remark : first.remarks) {
            out.notes << views::translated(remark);
        }
    } catch (const Error& error) {
        out.problem = views::translated(error.message());
    }
    return out;
}

LayerSelector scoreByProbes(const Ranking& ranking, const QString& source) {
    LayerSelector out;
    out.id = QStringLiteral("ga-s2");
    out.title = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "GA-S2 (KL-guided)"));
    out.meaning = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "KL of the worst probe less that of the layer's, after a short stage 2 in which this layer alone keeps attention."));
    if (ranking.rounds.empty()) {
        out.problem = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "The probes have not been ranked yet."));
        return out;
    }
    const RankingRound& round = ranking.rounds.back();
    double worst = 0;
    for (const auto& kl : round.trainingKl) {
        worst = std::max(worst, kl.value_or(0));
    }
    for (std::size_t layer = 0; layer < round.trainingKl.size(); ++layer) {
        ScoredLayer one;
        if (round.trainingKl[layer]) {
            one.score = worst - *round.trainingKl[layer];
            one.from << QStringLiteral("%1/ranking.json: training_kl/%2").arg(source).arg(layer);
        }
        out.layers.push_back(std::move(one));
    }
    LayerSet order = round.order;
    std::erase_if(order, [&](std::int64_t layer) { return !round.trainingKl[static_cast<std::size_t>(layer)]; });
    out.best = bestOf(order);
    const std::optional<std::int64_t> stable = stableFromStep(ranking);
    out.notes << (stable ? inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Ranked at step %1; the kept layers are the same from step %2 on."))
                               .arg(views::countText(round.step), views::countText(*stable))
                         : inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Ranked at step %1; the kept layers still changed.")).arg(views::countText(round.step)));
    return out;
}

} // namespace

std::vector<LayerSet> bestOf(const LayerSet& order) {
    std::vector<LayerSet> best;
    for (std::size_t count = 0; count <= order.size(); ++count) {
        LayerSet top(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
        std::sort(top.begin(), top.end());
        best.push_back(std::move(top));
    }
    return best;
}

void addScreen(const Screen& screen, const SourceFile& file, LayerBench& bench) {
    for (const ScreenRule& rule : rulesOf(screen)) {
        bench.selectors.push_back(scoreByScreen(screen, rule, file));
    }
}

void addProbes(const Ranking& ranking, LayerBench& bench) {
    bench.selectors.push_back(scoreByProbes(ranking, bench.source));
}

void addRules(LayerBench& bench) {
    LayerSelector uniform;
    uniform.id = QStringLiteral("uniform");
    uniform.title = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "uniform"));
    uniform.meaning = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Evenly spaced from layer 0."));
    LayerSelector random;
    random.id = QStringLiteral("random");
    random.title = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "random (seed 0)"));
    random.meaning = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Every set of as many layers is as likely: what a score must beat."));
    uniform.best = random.best = {{}};
    for (std::int64_t count = 1; count <= bench.layers; ++count) {
        uniform.best.push_back(uniformSelection(bench.layers, count).selected);
        random.best.push_back(randomSelection(bench.layers, count, 0).selected);
    }
    bench.selectors.push_back(std::move(uniform));
    bench.selectors.push_back(std::move(random));
}

} // namespace halyard::app
