// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layer_scores.h"

#include "core/base/error.h"
#include "core/select/score/published_selections.h"
#include "core/select/score/rank.h"
#include "core/select/score/screen_selection.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>

namespace halyard::app {

using views::HeatRow;
using views::LayerBench;
using views::LayerSelector;
using views::LayerSet;
using views::ScoredLayer;

namespace {

constexpr double kPoints = 100;
constexpr std::array kBaselines = {Baseline::BestSwept, Baseline::Teacher};

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::app::LayerScores", text);
}

QString named(std::string_view text) {
    return views::fromUtf8(text);
}

// The best k of an order, for each k.
std::vector<LayerSet> bestOf(const LayerSet& order) {
    std::vector<LayerSet> best;
    for (std::size_t count = 0; count <= order.size(); ++count) {
        LayerSet top(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
        std::sort(top.begin(), top.end());
        best.push_back(std::move(top));
    }
    return best;
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

// ---- from a sweep ----

QString titleOf(ScoreMethod method) {
    return method == ScoreMethod::Halo ? inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "HALO importance"))
                                       : inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Jet-Nemotron recall drop"));
}

QString meaningOf(ScoreMethod method) {
    return method == ScoreMethod::Halo
               ? inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Recall lost without the layer's attention, divided by the commonsense lost, and cut off at 50."))
               : inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Recall lost without the layer's attention."));
}

std::vector<views::WithoutTask> leftOut(const ScoreTable& table, const ScoreRule& rule) {
    std::vector<views::WithoutTask> out;
    for (std::size_t task = 0; task < table.tasks.size(); ++task) {
        const std::size_t ofGroup = task < table.recall ? table.recall : table.tasks.size() - table.recall;
        if (ofGroup > 1) {
            out.push_back({named(table.tasks[task]), bestOf(ranking(importance(table.without(task), rule)))});
        }
    }
    return out;
}

void fillScores(const RankedLayers& ranked, std::int64_t layers, LayerSelector& out) {
    out.layers.resize(static_cast<std::size_t>(layers));
    for (std::size_t i = 0; i < ranked.scores.size(); ++i) {
        const LayerScore& score = ranked.scores[i];
        const auto at = static_cast<std::size_t>(score.layer);
        ScoredLayer& one = out.layers[at];
        one.score = score.score;
        one.atClip = score.atClip;
        one.smallDenominator = score.smallDenominator;
        one.negativeDenominator = score.negativeDenominator;
        for (const std::string& place : ranked.selection.layers[at].from) {
            one.from << named(place);
        }
        if (!ranked.uncertainty.layers.empty()) {
            const LayerUncertainty& known = ranked.uncertainty.layers[i];
            one.low = known.interval.low;
            one.high = known.interval.high;
            one.keptShare = known.keptShare;
        }
    }
    for (const Message& note : describe(ranked.uncertainty)) {
        out.notes << views::translated(note);
    }
    out.best = bestOf(ranking(ranked.scores));
    out.leftOut = leftOut(ranked.table, {ranked.selection.method == nameOf(ScoreMethod::Halo) ? ScoreMethod::Halo : ScoreMethod::JetNemotron,
                                         ranked.selection.baseline == nameOf(Baseline::Teacher) ? Baseline::Teacher : Baseline::BestSwept});
}

// Layers that have all that a rule needs; a sweep that still runs ranks those.
RankedLayers rankMeasured(const LayerSources& sources, const ScoreRule& rule, std::size_t count) {
    const Sweep& sweep = *sources.sweep;
    RankOptions options;
    options.rule = rule;
    options.source = sources.source.toStdString();
    options.top = count == 0 ? publishedCount(sweep.layerCount) : count;
    std::vector<Message> unused;
    options.top = std::min(*options.top, scoreTable(sweep, rule, options.source, unused).layers.size());
    return rankLayers(sweep, options);
}

LayerSelector scoreBy(const LayerSources& sources, const ScoreRule& rule, std::size_t count) {
    LayerSelector out;
    out.id = named(nameOf(rule.method));
    out.title = titleOf(rule.method);
    out.meaning = meaningOf(rule.method);
    out.baseline = rule.baseline;
    try {
        fillScores(rankMeasured(sources, rule, count), sources.sweep->layerCount, out);
    } catch (const Error& error) {
        out.problem = views::translated(error.message());
    }
    return out;
}

std::optional<double> valueOf(const TaskResults& results, const std::string& task) {
    const auto found = results.find(task);
    return found == results.end() ? std::nullopt : std::optional(found->second.value);
}

HeatRow taskRow(const Sweep& sweep, const std::string& task, Baseline baseline) {
    HeatRow row;
    row.title = named(task);
    row.isTask = true;
    row.layers.resize(static_cast<std::size_t>(sweep.layerCount));
    std::optional<double> base = baseline == Baseline::Teacher && sweep.teacher ? valueOf(*sweep.teacher, task) : std::nullopt;
    QString metric;
    for (const auto& [layer, results] : sweep.layers) {
        const auto value = valueOf(results, task);
        if (value && baseline == Baseline::BestSwept) {
            base = std::max(base.value_or(*value), *value);
        }
        metric = value ? named(results.find(task)->second.metric) : metric;
    }
    row.meaning = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Drop of %1 (%2) in points, without each layer's attention.")).arg(row.title, metric);
    for (const auto& [layer, results] : sweep.layers) {
        if (const auto value = valueOf(results, task); value && base) {
            row.layers[static_cast<std::size_t>(layer)] = {kPoints * (*base - *value), named(results.find(task)->second.place.text())};
        }
    }
    return row;
}

// Recall and commonsense as the scores take them: means over the tasks of the layers that have all of them.
void addGroupRows(const Sweep& sweep, Baseline baseline, std::vector<HeatRow>& rows) {
    for (const ScoreMethod method : {ScoreMethod::Halo, ScoreMethod::JetNemotron}) {
        try {
            std::vector<Message> unused;
            const ScoreRule rule = {method, baseline};
            const std::vector<LayerScore> scores = importance(scoreTable(sweep, rule, sweep.name, unused), rule);
            HeatRow recall;
            recall.title = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "recall drop"));
            recall.meaning = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Mean drop of the recall tasks, in points: what the score has above the line."));
            recall.layers.resize(static_cast<std::size_t>(sweep.layerCount));
            HeatRow commonsense = recall;
            commonsense.title = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "commonsense drop"));
            commonsense.meaning = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Mean drop of the commonsense tasks, in points: what the score divides by."));
            for (const LayerScore& score : scores) {
                recall.layers[static_cast<std::size_t>(score.layer)].value = kPoints * score.recallDrop;
                commonsense.layers[static_cast<std::size_t>(score.layer)].value = kPoints * score.commonsenseDrop;
            }
            rows.push_back(std::move(recall));
            if (method == ScoreMethod::Halo) {
                rows.push_back(std::move(commonsense));
            }
            return;
        } catch (const Error&) {
            continue; // the score that needs less, or none
        }
    }
}

std::vector<HeatRow> heatOf(const Sweep& sweep, Baseline baseline) {
    std::vector<HeatRow> rows;
    addGroupRows(sweep, baseline, rows);
    std::vector<std::string> tasks;
    const TaskGroups& groups = sweep.groups.empty() ? publishedGroups() : sweep.groups;
    const auto add = [&](const std::string& task) {
        const bool measured = std::any_of(sweep.layers.begin(), sweep.layers.end(), [&](const auto& layer) { return layer.second.contains(task); });
        if (measured && std::find(tasks.begin(), tasks.end(), task) == tasks.end()) {
            tasks.push_back(task);
        }
    };
    for (const char* group : {kRecallGroup, kCommonsenseGroup}) {
        if (const auto found = groups.find(group); found != groups.end()) {
            std::for_each(found->second.begin(), found->second.end(), add);
        }
    }
    for (const auto& [layer, results] : sweep.layers) {
        for (const auto& [task, result] : results) {
            add(task);
        }
    }
    for (const std::string& task : tasks) {
        rows.push_back(taskRow(sweep, task, baseline));
    }
    return rows;
}

void addSweep(const LayerSources& sources, std::size_t count, LayerBench& bench) {
    const Sweep& sweep = *sources.sweep;
    for (const ScoreMethod method : {ScoreMethod::Halo, ScoreMethod::JetNemotron}) {
        for (const Baseline baseline : kBaselines) {
            bench.selectors.push_back(scoreBy(sources, {method, baseline}, count));
        }
    }
    for (const Baseline baseline : kBaselines) {
        bench.heat[static_cast<std::size_t>(baseline)] = heatOf(sweep, baseline);
    }
    for (const Message& warning : sweep.warnings) {
        bench.warnings << views::translated(warning);
    }
}

// ---- from screens and rankings ----

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
        const Selection first = selectByScreen(screen, rule, 1, file);
        for (const SelectionLayer& layer : first.layers) {
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
        for (const std::string& note : first.notes) {
            out.notes << named(note);
        }
        for (const std::string& warning : first.warnings) {
            out.notes << named(warning);
        }
    } catch (const Error& error) {
        out.problem = views::translated(error.message());
    }
    return out;
}

LayerSelector scoreByProbes(const ProbeRanking& ranking, const LayerSources& sources) {
    LayerSelector out;
    out.id = QStringLiteral("ga-s2");
    out.title = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "GA-S2 (KL-guided)"));
    out.meaning = inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "KL of the worst probe less that of the layer's, after a short stage 2 in which this layer alone keeps attention."));
    double worst = 0;
    for (const auto& kl : ranking.kl) {
        worst = std::max(worst, kl.value_or(0));
    }
    for (std::size_t layer = 0; layer < ranking.kl.size(); ++layer) {
        ScoredLayer one;
        if (ranking.kl[layer]) {
            one.score = worst - *ranking.kl[layer];
            one.from << QStringLiteral("%1/ranking.json: training_kl/%2").arg(sources.source).arg(layer);
        }
        out.layers.push_back(std::move(one));
    }
    out.best = bestOf(ranking.order);
    out.notes << (ranking.stableFrom ? inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Ranked at step %1; the kept layers are the same from step %2 on."))
                                           .arg(views::countText(ranking.step), views::countText(*ranking.stableFrom))
                                     : inLanguage(QT_TRANSLATE_NOOP("halyard::app::LayerScores", "Ranked at step %1; the kept layers still changed.")).arg(views::countText(ranking.step)));
    return out;
}

// ---- rules, published sets ----

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

// The sweeps that were published with HALO are of these sets' teachers.
QString ownSetOf(const LayerSources& sources) {
    if (!sources.sweep) {
        return {};
    }
    static constexpr std::array<std::array<const char*, 2>, 3> kSets = {{{"hypenet-2b", "halo/2b"}, {"hypenet-4b", "halo/5b"}, {"hypenet-8b", "halo/9b"}}};
    for (const auto& [sweep, set] : kSets) {
        const bool is = sources.sweep->name == sweep ||
                        std::any_of(sources.sweep->files.begin(), sources.sweep->files.end(), [&](const SourceFile& file) { return file.path.starts_with(sweep); });
        const PublishedSelection* const published = findPublishedSelection(set);
        if (is && published != nullptr && published->layerCount == sources.sweep->layerCount) {
            return QLatin1String(set);
        }
    }
    return {};
}

void addPublished(const LayerSources& sources, LayerBench& bench) {
    for (const PublishedSelection& set : publishedSelections()) {
        if (set.layerCount == bench.layers) {
            bench.published.push_back({named(set.name), named(set.teacher), toSelection(set).selected, named(set.source)});
        }
    }
    bench.ownPublished = ownSetOf(sources);
}

// Sizes of the teachers of the published sweeps, as their config.json has them.
std::optional<ModelConfig> publishedTeacher(const QString& name) {
    struct Sizes {
        const char* name;
        std::int64_t hidden, intermediate, layers, heads;
        bool tied;
    };
    static constexpr std::array<Sizes, 3> kTeachers = {
        {{"Qwen3-1.7B", 2048, 6144, 28, 16, true}, {"Qwen3-4B", 2560, 9728, 36, 32, true}, {"Qwen3-8B", 4096, 12288, 36, 32, false}}};
    const auto found = std::find_if(kTeachers.begin(), kTeachers.end(), [&](const Sizes& sizes) { return name == QLatin1String(sizes.name); });
    if (found == kTeachers.end()) {
        return std::nullopt;
    }
    return modelConfigFromJson({{"model_type", "qwen3"},
                                {"vocab_size", 151'936},
                                {"hidden_size", found->hidden},
                                {"intermediate_size", found->intermediate},
                                {"num_hidden_layers", found->layers},
                                {"num_attention_heads", found->heads},
                                {"num_key_value_heads", 8},
                                {"head_dim", 128},
                                {"tie_word_embeddings", found->tied}},
                               found->name);
}

std::optional<ModelConfig> teacherOf(const LayerSources& sources, const LayerBench& bench) {
    if (const views::PublishedSet* own = bench.findPublished(bench.ownPublished)) {
        return publishedTeacher(own->teacher);
    }
    for (const std::filesystem::path& path : sources.teachers) {
        try {
            ModelConfig config = readModelConfig(path);
            if (config.num_hidden_layers == bench.layers) {
                return config;
            }
        } catch (const Error&) {
            continue; // not there any more
        }
    }
    return std::nullopt;
}

} // namespace

LayerBench benchOf(const LayerSources& sources, std::size_t count) {
    LayerBench bench;
    bench.title = sources.title;
    bench.source = sources.source;
    bench.live = sources.live;
    bench.layers = sources.sweep    ? sources.sweep->layerCount
                   : sources.screen ? sources.screen->layerCount
                   : sources.ranking ? static_cast<std::int64_t>(sources.ranking->kl.size())
                                     : 0;
    if (bench.layers == 0) {
        return bench;
    }
    if (sources.sweep) {
        addSweep(sources, count, bench);
    }
    if (sources.screen && sources.screen->layerCount == bench.layers) {
        for (const ScreenRule& rule : rulesOf(*sources.screen)) {
            bench.selectors.push_back(scoreByScreen(*sources.screen, rule, sources.screenFile));
        }
    }
    if (sources.ranking && static_cast<std::int64_t>(sources.ranking->kl.size()) == bench.layers) {
        bench.selectors.push_back(scoreByProbes(*sources.ranking, sources));
    }
    addRules(bench);
    addPublished(sources, bench);
    bench.teacher = teacherOf(sources, bench);
    return bench;
}

Selection selectionOf(const LayerSources& sources, const LayerBench& bench, const views::BenchChoice& choice) {
    const LayerSelector* const selector = views::selectorOf(bench, choice);
    const bool asScored = selector != nullptr && selector->top(choice.kept.size()) == choice.kept;
    const std::string id = choice.score.toStdString();
    Selection selection;
    selection.layerCount = bench.layers;
    for (const ScoreMethod method : {ScoreMethod::Halo, ScoreMethod::JetNemotron}) {
        if (sources.sweep && id == nameOf(method)) {
            selection = rankMeasured(sources, {method, choice.baseline}, choice.kept.size()).selection;
        }
    }
    if (sources.screen) {
        for (const ScreenRule& rule : rulesOf(*sources.screen)) {
            if (nameOf(rule) == id) {
                selection = selectByScreen(*sources.screen, rule, static_cast<std::int64_t>(choice.kept.size()), sources.screenFile);
            }
        }
    }
    selection.selected = choice.kept;
    selection.method = asScored ? id : "manual";
    if (!asScored) {
        const LayerSet scored = selector == nullptr ? LayerSet() : selector->top(choice.kept.size()).value_or(LayerSet());
        const Agreement change = agreementOf(choice.kept, scored);
        selection.notes.push_back("Chosen by hand beside the score " + id + ": " + Json(change.onlyFirst).dump() + " instead of " +
                                  Json(change.onlySecond).dump() + ".");
    }
    if (const views::PublishedSet* set = bench.findPublished(choice.published)) {
        const Agreement agreement = agreementOf(choice.kept, set->layers);
        selection.compared = {{"with", set->name.toStdString()},
                              {"both", agreement.both},
                              {"only_here", agreement.onlyFirst},
                              {"only_there", agreement.onlySecond},
                              {"jaccard", agreement.jaccard}};
    }
    return selection;
}

} // namespace halyard::app
