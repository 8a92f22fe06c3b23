// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/range_chart.h"
#include "views/evaluation/measured_run.h"

#include <cstddef>
#include <optional>
#include <vector>

#include <QString>

namespace halyard::views {

// Sums of questions and of what was found; the interval of a pooled share is that of its own counts (Wilson, 95 %).
class NeedleTally {
public:
    void add(const Measured& accuracy, std::int64_t questions);
    [[nodiscard]] std::optional<Measured> share() const; // of one part: as the run says it

private:
    double m_found = 0;
    double m_asked = 0;
    Measured m_single;
    int m_parts = 0;
};

// A line of needles found against length: cells of one model with one scaling in one run.
struct NeedleLine {
    std::size_t run = 0;
    QString model, modelPath, scaling;
    std::vector<std::size_t> cells; // of the run's results, of the tasks shown
    [[nodiscard]] bool isSame(const NeedleLine& other) const;
};

// task: empty = all of them together. Of a search for a scaling, which tries many, the best and the model without any.
[[nodiscard]] std::vector<NeedleLine> needleLines(const std::vector<MeasuredRun>& runs, const QString& task);

// The model; of a run in another one ("demo/children/finetune") its own name, where that tells it from the others.
[[nodiscard]] QString modelOfLine(const std::vector<NeedleLine>& lines, const NeedleLine& line);

// The model, its scaling, and the run where the others do not tell lines apart.
[[nodiscard]] QString nameOfLine(const std::vector<MeasuredRun>& runs, const std::vector<NeedleLine>& lines, std::size_t line);

// A series a line, in their order: black for teachers; of one student alone its scalings have the colours they have
// everywhere.
[[nodiscard]] std::vector<RangeSeries> needleSeries(const std::vector<MeasuredRun>& runs, const std::vector<NeedleLine>& lines);

} // namespace halyard::views
