// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layer_scores.h"

#include "app/layer_selectors.h"
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

// ---- published sets ----

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
                   : sources.ranking ? sources.ranking->layerCount
                                     : 0;
    if (bench.layers == 0) {
        return bench;
    }
    if (sources.sweep) {
        addSweep(sources, count, bench);
    }
    if (sources.screen && sources.screen->layerCount == bench.layers) {
        addScreen(*sources.screen, sources.screenFile, bench);
    }
    if (sources.ranking && sources.ranking->layerCount == bench.layers) {
        addProbes(*sources.ranking, bench);
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
