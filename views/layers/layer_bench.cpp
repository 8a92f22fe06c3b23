// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_bench.h"

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/run/student_config.h"
#include "core/select/score/selection.h"
#include "views/text/number_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr std::int64_t kBytes = 2; // weights and caches are kept in bfloat16

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::LayerBench", text);
}

} // namespace

std::optional<LayerSet> LayerSelector::top(std::size_t count) const {
    return count < best.size() ? std::optional(best[count]) : std::nullopt;
}

const LayerSelector* LayerBench::find(const QString& id, std::optional<Baseline> baseline) const {
    const auto found = std::find_if(selectors.begin(), selectors.end(), [&](const LayerSelector& selector) {
        return selector.id == id && (!baseline || !selector.baseline || selector.baseline == baseline);
    });
    return found == selectors.end() ? nullptr : &*found;
}

const PublishedSet* LayerBench::findPublished(const QString& name) const {
    const auto found = std::find_if(published.begin(), published.end(), [&](const PublishedSet& set) { return set.name == name; });
    return found == published.end() ? nullptr : &*found;
}

Baseline usualBaseline(const LayerBench& bench, const QString& score) {
    for (const ScoreMethod method : {ScoreMethod::Halo, ScoreMethod::JetNemotron}) {
        const std::string_view name = nameOf(method);
        if (score == QLatin1String(name.data(), static_cast<qsizetype>(name.size()))) {
            return publishedBaseline(method);
        }
    }
    const LayerSelector* const selector = bench.find(score);
    return selector == nullptr ? Baseline::BestSwept : selector->baseline.value_or(Baseline::BestSwept);
}

BenchChoice firstChoice(const LayerBench& bench) {
    BenchChoice choice;
    choice.published = bench.ownPublished;
    for (const LayerSelector& selector : bench.selectors) {
        const Baseline usual = usualBaseline(bench, selector.id);
        if (selector.hasScores() && selector.baseline.value_or(usual) == usual) {
            choice.score = selector.id;
            choice.baseline = usual;
            break;
        }
    }
    if (choice.score.isEmpty() && !bench.selectors.empty()) {
        choice.score = bench.selectors.front().id;
        choice.baseline = usualBaseline(bench, choice.score);
    }
    const LayerSelector* const selector = selectorOf(bench, choice);
    if (selector != nullptr && !selector->best.empty()) {
        choice.kept = selector->best[std::min(publishedCount(bench.layers), selector->best.size() - 1)];
    }
    return choice;
}

const LayerSelector* selectorOf(const LayerBench& bench, const BenchChoice& choice) {
    return bench.find(choice.score, choice.baseline);
}

std::optional<std::size_t> stableLayers(const LayerSelector& selector, const LayerSet& kept) {
    if (selector.leftOut.empty()) {
        return std::nullopt;
    }
    LayerSet stable = kept;
    for (const WithoutTask& without : selector.leftOut) {
        if (kept.size() >= without.best.size()) {
            return std::nullopt;
        }
        const LayerSet& left = without.best[kept.size()];
        std::erase_if(stable, [&](std::int64_t layer) { return !std::binary_search(left.begin(), left.end(), layer); });
    }
    return stable.size();
}

std::optional<double> keptShareOf(const LayerSelector& selector, const LayerSet& kept) {
    if (!selector.hasScores()) {
        return std::nullopt;
    }
    std::vector<LayerScore> scores;
    for (std::size_t i = 0; i < selector.layers.size(); ++i) {
        if (selector.layers[i].score) {
            LayerScore score;
            score.layer = static_cast<std::int64_t>(i);
            score.score = *selector.layers[i].score;
            scores.push_back(score);
        }
    }
    return keptImportance(scores, kept);
}

std::optional<LayerSetCost> costOf(const ModelConfig& teacher, const LayerSet& kept) {
    try {
        const ModelConfig student = studentConfig(teacher, ModelPart(), kept);
        LayerSetCost cost;
        cost.cache = static_cast<double>(cacheBytes(student, kCacheContext, kBytes).kv);
        cost.teacherCache = static_cast<double>(cacheBytes(teacher, kCacheContext, kBytes).kv);
        cost.decodeGain = decodeBytes(teacher, kDecodeContext, kBytes) / decodeBytes(student, kDecodeContext, kBytes);
        return cost;
    } catch (const Error&) {
        return std::nullopt; // the wizard says why when it is used
    }
}

QString layersText(const LayerSet& layers) {
    QStringList numbers;
    for (const std::int64_t layer : layers) {
        numbers << QString::number(layer);
    }
    return numbers.isEmpty() ? inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerBench", "none")) : numbers.join(QStringLiteral(", "));
}

QStringList flagTexts(const ScoredLayer& layer) {
    QStringList out;
    if (layer.atClip) {
        out << inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerBench", "score is cut off at 50"));
    }
    if (layer.smallDenominator) {
        out << inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerBench", "commonsense drop near zero: noise decides"));
    }
    if (layer.negativeDenominator) {
        out << inLanguage(QT_TRANSLATE_NOOP("halyard::views::LayerBench", "better at commonsense than the baseline: sign turned"));
    }
    return out;
}

} // namespace halyard::views
