// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/sweep.h"

#include <set>

namespace halyard {

// One row of a table of results, as an evaluation printed it.
struct MetricRow {
    std::string task;
    std::string metric; // with its filter when it has one: "exact_match,strict-match"
    bool higherIsBetter = true;
    std::optional<double> value; // nothing: it was not run, or is not a number
    std::string written;         // the value as it stands in the file
    bool rounded = false;        // printed with four digits
    std::optional<double> standardError;
    std::optional<std::int64_t> items;
    std::vector<float> perItem;
    SourcePlace place;
};

// The value of a row from its text: nothing for "nan", "N/A", "-1" (a context length that was not run) and whatever
// else is no share between 0 and 1.
[[nodiscard]] std::optional<double> shareFromText(std::string_view text);

// Puts the rows of a sweep together. Of each task one metric is used for all models, so that they can be compared: the
// first of acc_norm, contains, 4096, other context lengths (longest first), exact_match, f1, acc and the others by name
// that every layer has. Metrics that are better when lower are never used.
class SweepBuilder {
public:
    // Number of the model that is the teacher itself.
    static constexpr std::int64_t kTeacher = -1;

    // root: what a warning of a missing layer names. layerCount: 0 = the highest layer seen, plus one.
    SweepBuilder(std::string root, std::int64_t layerCount);

    // A model that is there, even if nothing of it can be used; where: its folder.
    void addModel(std::int64_t layer, const std::string& where);
    // Throws Error(InvalidInput) when the same task and metric of a model is there with another value: two runs are
    // mixed. A value printed with four digits agrees with the exact one.
    void addRow(std::int64_t layer, MetricRow row);
    void addWarning(Message warning) { m_warnings.push_back(std::move(warning)); }

    // Throws Error(InvalidInput) when no layer was measured at all.
    [[nodiscard]] Sweep build();

private:
    struct Rows {
        std::string where;
        std::map<std::string, std::map<std::string, MetricRow>> tasks; // by task and metric
    };

    [[nodiscard]] std::string chooseMetric(const std::string& task) const;
    void use(const std::string& task, const std::string& metric, Sweep& sweep);
    void tellUnused(const std::string& task, const std::string& metric);
    void tellMissing(const Sweep& sweep);

    std::string m_root;
    std::int64_t m_layerCount;
    std::map<std::int64_t, Rows> m_models;
    std::vector<Message> m_warnings;
};

// "the teacher" or "layer 3".
[[nodiscard]] std::string modelName(std::int64_t layer);

} // namespace halyard
