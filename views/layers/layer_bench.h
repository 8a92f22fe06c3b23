// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"
#include "core/select/score/importance.h"

#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace halyard::views {

using LayerSet = std::vector<std::int64_t>; // ascending

// What a score says of one layer.
struct ScoredLayer {
    std::optional<double> score; // nothing: not measured
    std::optional<double> low;   // of the interval
    std::optional<double> high;
    std::optional<double> keptShare; // of the redraws in which the layer is kept
    bool atClip = false;
    bool smallDenominator = false;
    bool negativeDenominator = false;
    QStringList from; // "layer3/retrieval_eval.log:896": where the figures stand
};

// What a selector keeps when one task is left out.
struct WithoutTask {
    QString task;
    std::vector<LayerSet> best; // as in LayerSelector
};

// A way to choose layers: by scores, or by a rule alone (uniform, random).
struct LayerSelector {
    QString id; // "halo", "kl", "zero-associative_recall", "uniform"
    QString title;
    QString meaning; // one sentence
    std::optional<Baseline> baseline;   // where the score has one
    std::vector<ScoredLayer> layers;    // one a layer; empty: no scores, or they could not be made
    std::vector<LayerSet> best;         // best[k]: the k layers it keeps, for k from 0 to the layers that it knows
    std::vector<WithoutTask> leftOut;
    QStringList notes; // what the intervals hold
    QString problem;   // why there are no scores

    [[nodiscard]] bool hasScores() const { return !layers.empty(); }
    [[nodiscard]] std::optional<LayerSet> top(std::size_t count) const;
};

// A figure of one layer, and where it stands.
struct LayerFigure {
    std::optional<double> value;
    QString from;
};

// A row of the heat map: a drop in points (hundredths of a share) for each layer.
struct HeatRow {
    QString title;
    bool isTask = false; // of one task: folded at first
    std::vector<LayerFigure> layers;
    QString meaning;
};

// A set that a paper shipped for a model of as many layers.
struct PublishedSet {
    QString name;    // "halo/2b"
    QString teacher; // "Qwen3-1.7B"
    LayerSet layers;
    QString source;
};

// Everything the layer bench shows, whichever sources it was made from.
struct LayerBench {
    QString title;
    QString source;          // path or run, for people
    std::int64_t layers = 0; // 0: nothing is open
    std::vector<LayerSelector> selectors;
    std::array<std::vector<HeatRow>, 2> heat; // by Baseline
    std::vector<PublishedSet> published;
    QString ownPublished; // of these, the one that was made from these very results; empty: none
    std::optional<ModelConfig> teacher;
    QStringList warnings; // each with file and line
    bool live = false;    // results still come

    [[nodiscard]] const LayerSelector* find(const QString& id, std::optional<Baseline> baseline = {}) const;
    [[nodiscard]] const PublishedSet* findPublished(const QString& name) const;
};

// What a person has chosen on the page; undone and done again as a whole.
struct BenchChoice {
    QString score; // id of a selector
    Baseline baseline = Baseline::BestSwept;
    QString published; // the set that the strip is compared with; empty: none
    LayerSet kept;
    friend bool operator==(const BenchChoice&, const BenchChoice&) = default;
};

// "best-swept" for halo, "teacher" for jet-nemotron; of the others the first that there is.
[[nodiscard]] Baseline usualBaseline(const LayerBench& bench, const QString& score);
// The first selector with scores, as published, with a quarter of the layers kept.
[[nodiscard]] BenchChoice firstChoice(const LayerBench& bench);
// The selector that a choice is about; nullptr: none.
[[nodiscard]] const LayerSelector* selectorOf(const LayerBench& bench, const BenchChoice& choice);

// Of the kept layers, how many the selector keeps whichever task is left out; nothing where no task can be.
[[nodiscard]] std::optional<std::size_t> stableLayers(const LayerSelector& selector, const LayerSet& kept);
// Share of the summed scores (those below 0 count as 0) that the kept layers have; nothing without scores.
[[nodiscard]] std::optional<double> keptShareOf(const LayerSelector& selector, const LayerSet& kept);

// What a set of attention layers costs when it decodes, beside the teacher.
struct LayerSetCost {
    double cache = 0; // bytes of keys and values at kCacheContext
    double teacherCache = 0;
    double decodeGain = 1; // bytes read for a token at kDecodeContext: the teacher's over the hybrid's
};
constexpr std::int64_t kCacheContext = std::int64_t{128} << 10U;
constexpr std::int64_t kDecodeContext = std::int64_t{512} << 10U;
// Nothing for a teacher that no hybrid can be made of.
[[nodiscard]] std::optional<LayerSetCost> costOf(const ModelConfig& teacher, const LayerSet& kept);

// "2, 3, 6"; "none" for no layers.
[[nodiscard]] QString layersText(const LayerSet& layers);
// "clip", "small denominator" and "negative denominator" in words.
[[nodiscard]] QStringList flagTexts(const ScoredLayer& layer);

} // namespace halyard::views
