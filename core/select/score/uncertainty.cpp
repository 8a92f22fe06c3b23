// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/uncertainty.h"

#include "core/select/score/draws.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace halyard {

namespace {

// The results for one task of the models that a score reads: the layers in order, then the teacher where it is the
// baseline.
std::vector<const TaskResult*> modelsOf(const Sweep& sweep, const ScoreTable& table, const ScoreRule& rule,
                                        const std::string& task) {
    std::vector<const TaskResult*> models;
    for (const std::int64_t layer : table.layers) {
        models.push_back(&sweep.layers.at(layer).at(task));
    }
    if (rule.baseline == Baseline::Teacher) {
        models.push_back(&sweep.teacher->at(task));
    }
    return models;
}

std::optional<double> countedError(const TaskResult& result) {
    if (!result.items || *result.items < 1 || result.value < 0 || result.value > 1) {
        return std::nullopt;
    }
    return std::sqrt(result.value * (1 - result.value) / static_cast<double>(*result.items));
}

ErrorSource sourceOf(const std::vector<const TaskResult*>& models) {
    const auto all = [&](const auto& has) { return std::all_of(models.begin(), models.end(), has); };
    const std::size_t items = models.front()->perItem.size();
    if (items > 0 && all([&](const TaskResult* model) { return model->perItem.size() == items; })) {
        return ErrorSource::Items;
    }
    if (all([](const TaskResult* model) { return model->standardError.has_value(); })) {
        return ErrorSource::Stderr;
    }
    return all([](const TaskResult* model) { return countedError(*model).has_value(); }) ? ErrorSource::Counts
                                                                                         : ErrorSource::None;
}

// Sum of a[i] b[i] in eight sums side by side, which the compiler turns into vectors; the order is always the same.
float weightedSum(const std::vector<float>& a, const std::vector<float>& b) {
    constexpr std::size_t kLanes = 8;
    std::array<float, kLanes> sums = {};
    const std::size_t whole = a.size() / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            sums[lane] += a[i + lane] * b[i + lane];
        }
    }
    for (std::size_t i = whole; i < a.size(); ++i) {
        sums[0] += a[i] * b[i];
    }
    float sum = 0;
    for (const float part : sums) {
        sum += part;
    }
    return sum;
}

class Redrawing {
public:
    Redrawing(const Sweep& sweep, const ScoreTable& table, const ScoreRule& rule, std::uint64_t seed) : m_draws(seed) {
        for (const std::string& task : table.tasks) {
            m_models.push_back(modelsOf(sweep, table, rule, task));
            m_sources.push_back(sourceOf(m_models.back()));
        }
    }

    [[nodiscard]] const std::vector<ErrorSource>& sources() const { return m_sources; }

    // The table as another draw of items would have given it.
    const ScoreTable& next(ScoreTable& out) {
        for (std::size_t task = 0; task < m_models.size(); ++task) {
            if (m_sources[task] == ErrorSource::Items) {
                drawItems(task, out);
            } else if (m_sources[task] != ErrorSource::None) {
                drawErrors(task, out);
            }
        }
        return out;
    }

private:
    double& cell(ScoreTable& out, std::size_t model, std::size_t task) const {
        return model < out.values.size() ? out.values[model][task] : out.teacher[task];
    }

    void drawItems(std::size_t task, ScoreTable& out) {
        const auto& models = m_models[task];
        const std::size_t items = models.front()->perItem.size();
        m_weights.assign(items, 0);
        for (std::size_t i = 0; i < items; ++i) {
            m_weights[m_draws.below(static_cast<std::uint32_t>(items))] += 1;
        }
        for (std::size_t model = 0; model < models.size(); ++model) {
            cell(out, model, task) = weightedSum(m_weights, models[model]->perItem) / static_cast<double>(items);
        }
    }

    void drawErrors(std::size_t task, ScoreTable& out) {
        const auto& models = m_models[task];
        for (std::size_t model = 0; model < models.size(); ++model) {
            const TaskResult& result = *models[model];
            const double error = m_sources[task] == ErrorSource::Stderr ? *result.standardError : *countedError(result);
            cell(out, model, task) = result.value + error * m_draws.normal();
        }
    }

    Draws m_draws;
    std::vector<std::vector<const TaskResult*>> m_models; // by task
    std::vector<ErrorSource> m_sources;
    std::vector<float> m_weights;
};

double percentile(const std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace

Interval wilsonInterval(double successes, double trials, double z) {
    assert(trials > 0);
    const double p = successes / trials;
    const double square = z * z / trials;
    const double middle = (p + square / 2) / (1 + square);
    const double half = z * std::sqrt(std::max(0.0, p * (1 - p)) / trials + square / (4 * trials)) / (1 + square);
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

std::string_view nameOf(ErrorSource source) {
    switch (source) {
    case ErrorSource::Items:
        return "items";
    case ErrorSource::Stderr:
        return "stderr";
    case ErrorSource::Counts:
        return "counts";
    case ErrorSource::None:
        return "none";
    }
    return "none";
}

Uncertainty scoreUncertainty(const Sweep& sweep, const ScoreTable& table, const ScoreRule& rule, std::size_t count,
                             const UncertaintyOptions& options) {
    Uncertainty out;
    out.options = options;
    Redrawing redrawing(sweep, table, rule, options.seed);
    bool any = false;
    for (std::size_t task = 0; task < table.tasks.size(); ++task) {
        const ErrorSource source = redrawing.sources()[task];
        out.tasks[table.tasks[task]] = source;
        any = any || source != ErrorSource::None;
        out.independent = out.independent || source == ErrorSource::Stderr || source == ErrorSource::Counts;
    }
    if (!any || options.draws == 0) {
        return out;
    }
    std::vector<std::vector<double>> drawn(table.layers.size());
    std::vector<std::size_t> kept(table.layers.size(), 0);
    ScoreTable redrawn = table;
    for (std::size_t draw = 0; draw < options.draws; ++draw) {
        const std::vector<LayerScore> scores = importance(redrawing.next(redrawn), rule);
        const std::vector<std::int64_t> top = topLayers(scores, count);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            drawn[i].push_back(scores[i].score);
            kept[i] += std::binary_search(top.begin(), top.end(), scores[i].layer) ? 1U : 0U;
        }
    }
    const double tail = (1 - options.level) / 2;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        std::sort(drawn[i].begin(), drawn[i].end());
        out.layers.push_back({{percentile(drawn[i], tail), percentile(drawn[i], 1 - tail)},
                              static_cast<double>(kept[i]) / static_cast<double>(options.draws)});
    }
    return out;
}

Interval newcombeInterval(double successes1, double trials1, double successes2, double trials2) {
    const Interval first = wilsonInterval(successes1, trials1);
    const Interval second = wilsonInterval(successes2, trials2);
    const double p1 = successes1 / trials1;
    const double p2 = successes2 / trials2;
    return {p1 - p2 - std::hypot(p1 - first.low, second.high - p2), p1 - p2 + std::hypot(first.high - p1, p2 - second.low)};
}

double studentQuantile95(std::size_t degrees) {
    static constexpr std::array<double, 10> kFew = {12.706205, 4.302653, 3.182446, 2.776445, 2.570582,
                                                    2.446912,  2.364624, 2.306004, 2.262157, 2.228139};
    assert(degrees >= 1);
    if (degrees <= kFew.size()) {
        return kFew[degrees - 1];
    }
    // Cornish and Fisher's expansion about the normal quantile; from 11 degrees on it errs by less than 5e-5.
    const double z = kNormal95;
    const double n = static_cast<double>(degrees);
    const double z3 = z * z * z;
    const double z5 = z3 * z * z;
    const double z7 = z5 * z * z;
    const double z9 = z7 * z * z;
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n) +
           (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92160 * n * n * n * n);
}

} // namespace halyard
