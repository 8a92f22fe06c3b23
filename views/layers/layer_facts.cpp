// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_facts.h"

#include "views/text/number_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::LayerFacts", text);
}

QString notMeasured() {
    return inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerFacts", "not measured"));
}

QString percentText(double share) {
    return inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerFacts", "%1 %")).arg(QLocale().toString(100 * share, 'f', 0));
}

void addScore(std::vector<LayerFact>& out, const LayerSelector& selector, const ScoredLayer& scored) {
    out.push_back({selector.title, scored.score ? numberText(*scored.score, 3) : notMeasured(), scored.score, scored.from.join(u'\n')});
    const bool known = scored.low && scored.high;
    out.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerFacts", "95 % interval, low")), known ? numberText(*scored.low, 3) : kNothingKnown, scored.low, {}});
    out.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerFacts", "95 % interval, high")), known ? numberText(*scored.high, 3) : kNothingKnown, scored.high, {}});
    out.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerFacts", "kept in redraws")), scored.keptShare ? percentText(*scored.keptShare) : kNothingKnown, scored.keptShare, {}});
    const QStringList flags = flagTexts(scored);
    out.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerFacts", "remarks")), flags.isEmpty() ? kNothingKnown : flags.join(QStringLiteral("; ")), std::nullopt, {}});
}

} // namespace

std::vector<LayerFact> layerFacts(const LayerBench& bench, const BenchChoice& choice, int layer) {
    const auto at = static_cast<std::size_t>(layer);
    const auto scoredBy = [&](const LayerSelector& selector) { return at < selector.layers.size() ? selector.layers[at] : ScoredLayer{}; };
    std::vector<LayerFact> out;
    const LayerSelector* const chosen = selectorOf(bench, choice);
    if (chosen != nullptr) {
        addScore(out, *chosen, scoredBy(*chosen));
    }
    for (const HeatRow& row : bench.heat[static_cast<std::size_t>(choice.baseline)]) {
        const LayerFigure figure = at < row.layers.size() ? row.layers[at] : LayerFigure{};
        out.push_back({row.title, figure.value ? numberText(*figure.value, 3) : notMeasured(), figure.value, figure.from});
    }
    for (const LayerSelector& selector : bench.selectors) {
        const bool usual = !selector.baseline || *selector.baseline == usualBaseline(bench, selector.id);
        if (selector.id == choice.score || !selector.hasScores() || !usual) {
            continue;
        }
        const ScoredLayer scored = scoredBy(selector);
        out.push_back({selector.title, scored.score ? numberText(*scored.score, 3) : notMeasured(), scored.score, scored.from.join(u'\n')});
    }
    return out;
}

} // namespace halyard::views
