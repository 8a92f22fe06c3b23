// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/sweep_builder.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace halyard {

namespace {

// Half a unit of the fourth digit, and a little for the way it was rounded.
constexpr double kHalfDigit = 5.1e-5;
constexpr std::int64_t kMostLayers = 1024;

bool isLength(const std::string& metric) {
    return !metric.empty() && std::all_of(metric.begin(), metric.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The smaller, the rather a metric is used. Lengths other than the published one: the longest first.
std::pair<int, double> preference(const std::string& metric) {
    static const std::vector<std::string> kOrder = {"acc_norm", "contains", "4096"};
    static const std::vector<std::string> kThen = {"exact_match", "f1", "acc"};
    const auto first = std::find(kOrder.begin(), kOrder.end(), metric);
    if (first != kOrder.end()) {
        return {static_cast<int>(first - kOrder.begin()), 0};
    }
    if (isLength(metric)) {
        double length = 0;
        std::from_chars(metric.data(), metric.data() + metric.size(), length);
        return {3, -length};
    }
    const auto then = std::find(kThen.begin(), kThen.end(), metric);
    return {4 + static_cast<int>(then - kThen.begin()), 0};
}

bool isUsable(const MetricRow& row) {
    return row.value && row.higherIsBetter;
}

} // namespace

std::string modelName(std::int64_t layer) {
    return layer == SweepBuilder::kTeacher ? "the teacher" : "layer " + std::to_string(layer);
}

std::optional<double> shareFromText(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && value >= 0 && value <= 1 ? std::optional(value) : std::nullopt; // a NaN is neither
}

SweepBuilder::SweepBuilder(std::string root, std::int64_t layerCount)
    : m_root(std::move(root)), m_layerCount(layerCount) {}

void SweepBuilder::addModel(std::int64_t layer, const std::string& where) {
    if (layer >= kMostLayers) {
        throw invalidInput(HALYARD_TEXT("{file}: layer {layer} is beyond the {most} layers that a model may have."),
                           {{"file", printable(where, 1000)},
                            {"layer", std::to_string(layer)},
                            {"most", std::to_string(kMostLayers)}});
    }
    m_models[layer].where = where;
}

void SweepBuilder::addRow(std::int64_t layer, MetricRow row) {
    auto& metrics = m_models[layer].tasks[row.task];
    const auto known = metrics.find(row.metric);
    if (known == metrics.end()) {
        metrics.emplace(row.metric, std::move(row));
        return;
    }
    MetricRow& before = known->second;
    if (before.value && row.value) {
        const double allowed = before.rounded || row.rounded ? kHalfDigit : 1e-12;
        if (std::abs(*before.value - *row.value) > allowed) {
            throw invalidInput(
                HALYARD_TEXT("{place}: {task} ({metric}) of {model} is {now}, but {before} at {other}: two "
                             "runs are mixed. Keep the files of one of them."),
                {{"place", row.place.text()},
                 {"task", printable(row.task, 80)},
                 {"metric", printable(row.metric, 80)},
                 {"model", modelName(layer)},
                 {"now", printable(row.written, 40)},
                 {"before", printable(before.written, 40)},
                 {"other", before.place.text()}});
        }
    }
    // The same run told twice: the fuller account is kept.
    const bool fuller = (!before.value && row.value) || (row.value && before.rounded && !row.rounded);
    if (fuller) {
        before = std::move(row);
    }
}

std::string SweepBuilder::chooseMetric(const std::string& task) const {
    std::map<std::string, std::size_t> layersWith;
    std::size_t layers = 0;
    std::string best; // while no layer has the task: the teacher's
    for (const auto& [layer, rows] : m_models) {
        const auto found = rows.tasks.find(task);
        bool any = false;
        for (const auto& [metric, row] : found == rows.tasks.end() ? std::map<std::string, MetricRow>{} : found->second) {
            if (isUsable(row) && layer == kTeacher) {
                best = best.empty() || preference(metric) < preference(best) ? metric : best;
            } else if (isUsable(row)) {
                ++layersWith[metric];
                any = true;
            }
        }
        layers += any ? 1U : 0U;
    }
    // Rather one that no layer lacks, then one that few lack, then the preferred one.
    const auto lackOf = [&](const auto& counted) { return layers - counted.second; };
    const auto isBetter = [&](const auto& a, const auto& b) {
        return std::pair(lackOf(a), preference(a.first)) < std::pair(lackOf(b), preference(b.first));
    };
    const auto first = std::min_element(layersWith.begin(), layersWith.end(), isBetter);
    return first == layersWith.end() ? best : first->first;
}

void SweepBuilder::use(const std::string& task, const std::string& metric, Sweep& sweep) {
    for (auto& [layer, rows] : m_models) {
        const auto found = rows.tasks.find(task);
        if (found == rows.tasks.end()) {
            continue;
        }
        const auto row = found->second.find(metric);
        if (row == found->second.end() || !row->second.value) {
            const MetricRow& shown = row == found->second.end() ? found->second.begin()->second : row->second;
            m_warnings.push_back(
                {HALYARD_TEXT("{place}: {task} of {model} is given as {metric} {written}, not as a share of "
                              "{wanted}; it counts as not measured."),
                 {{"place", shown.place.text()},
                  {"task", printable(task, 80)},
                  {"model", modelName(layer)},
                  {"metric", printable(shown.metric, 80)},
                  {"written", printable(shown.written, 40)},
                  {"wanted", printable(metric, 80)}}});
            continue;
        }
        const MetricRow& used = row->second;
        if (layer == kTeacher && !sweep.teacher) {
            sweep.teacher.emplace();
        }
        (layer == kTeacher ? *sweep.teacher : sweep.layers[layer])[task] = {
            metric, *used.value, used.standardError, used.items, used.perItem, used.place};
    }
}

// Rows that another one stands in for, told once a task and metric: a table of lengths has the same ones in each log.
void SweepBuilder::tellUnused(const std::string& task, const std::string& metric) {
    struct Seen {
        SourcePlace first;
        std::string written;
        std::size_t count = 0;
        bool isFigure = false;
    };
    std::map<std::string, Seen> unused;
    for (const auto& [layer, rows] : m_models) {
        const auto found = rows.tasks.find(task);
        if (found == rows.tasks.end()) {
            continue;
        }
        for (const auto& [name, row] : found->second) {
            const bool preferred = row.higherIsBetter && preference(name) < preference(metric);
            if (name != metric && (!row.value || metric.empty() || preferred)) {
                Seen& seen = unused[name];
                ++seen.count;
                // One that is no figure tells more than one that only some models have.
                if (seen.count == 1 || (seen.isFigure && !row.value)) {
                    seen.first = row.place;
                    seen.written = row.written;
                    seen.isFigure = row.value.has_value();
                }
            }
        }
    }
    for (const auto& [name, seen] : unused) {
        const Arguments arguments = {{"place", seen.first.text()},          {"task", printable(task, 80)},
                                     {"metric", printable(name, 80)},       {"written", printable(seen.written, 40)},
                                     {"count", std::to_string(seen.count)}, {"used", printable(metric, 80)}};
        m_warnings.push_back(
            metric.empty() ? Message(HALYARD_TEXT("{place}: {task} {metric} is {written}, which is no share that is "
                                                  "better when higher; the task is left out (rows: {count})."),
                                     arguments)
                           : Message(HALYARD_TEXT("{place}: {task} {metric} is {written}; {used} is used instead "
                                                  "(rows: {count})."),
                                     arguments));
    }
}

void SweepBuilder::tellMissing(const Sweep& sweep) {
    std::set<std::string> tasks;
    for (const auto& [layer, results] : sweep.layers) {
        for (const auto& [task, result] : results) {
            tasks.insert(task);
        }
    }
    for (std::int64_t layer = 0; layer < sweep.layerCount; ++layer) {
        const auto model = m_models.find(layer);
        if (model == m_models.end()) {
            m_warnings.push_back({HALYARD_TEXT("{folder}: there are no results of layer {layer}; it is not ranked."),
                                  {{"folder", printable(m_root, 1000)}, {"layer", std::to_string(layer)}}});
            continue;
        }
        for (const std::string& task : tasks) {
            if (model->second.tasks.count(task) == 0) {
                m_warnings.push_back(
                    {HALYARD_TEXT("{folder}: there is no result of {task} for layer {layer}; it counts as "
                                  "not measured."),
                     {{"folder", printable(model->second.where, 1000)},
                      {"task", printable(task, 80)},
                      {"layer", std::to_string(layer)}}});
            }
        }
    }
}

Sweep SweepBuilder::build() {
    std::set<std::string> tasks;
    Sweep sweep;
    sweep.layerCount = m_layerCount;
    for (const auto& [layer, rows] : m_models) {
        if (m_layerCount == 0) {
            sweep.layerCount = std::max(sweep.layerCount, layer + 1);
        } else if (layer >= m_layerCount) {
            throw invalidInput(
                HALYARD_TEXT("{folder}: there are results of layer {layer}, but the model has {count} layers."),
                {{"folder", printable(rows.where, 1000)},
                 {"layer", std::to_string(layer)},
                 {"count", std::to_string(m_layerCount)}});
        }
        for (const auto& [task, metrics] : rows.tasks) {
            tasks.insert(task);
        }
    }
    for (const std::string& task : tasks) {
        const std::string metric = chooseMetric(task);
        tellUnused(task, metric);
        if (!metric.empty()) {
            use(task, metric, sweep);
        }
    }
    tellMissing(sweep);
    if (sweep.layers.empty()) {
        throw invalidInput(
            HALYARD_TEXT("{folder}: no layer has a table of results. A sweep holds a folder layerN for each "
                         "layer, with the logs or results of lm-evaluation-harness.{first}"),
            {{"folder", printable(m_root, 1000)},
             {"first", m_warnings.empty() ? "" : " " + m_warnings.front().text()}});
    }
    sweep.warnings = std::move(m_warnings);
    return sweep;
}

} // namespace halyard
