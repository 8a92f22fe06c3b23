// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/figure.h"
#include "views/charts/range_chart.h"
#include "views/evaluation/measured_run.h"
#include "views/run/run_page.h"

#include <QWidget>

class QStackedWidget;

namespace halyard::views {

class MeasuredRuns;
class PlainLabel;

// Time of a token and memory against the length of the text, both logarithmic, of teacher and students: bands from the
// least to the greatest of the repeats, marks with words where two models cross and where the memory was not enough.
class SpeedPage : public QWidget {
    Q_OBJECT

public:
    explicit SpeedPage(QWidget* parent = nullptr);

    void setRuns(const std::vector<MeasuredRun>& runs);
    [[nodiscard]] const std::vector<MeasuredRun>& runs() const { return m_runs; }
    void setOtherRuns(const std::vector<OtherRun>& runs);
    [[nodiscard]] RangeChart& decodeChart() { return *m_decode; }
    [[nodiscard]] RangeChart& prefillChart() { return *m_prefill; }
    [[nodiscard]] RangeChart& memoryChart() { return *m_memory; }
    [[nodiscard]] QString machineText() const;

Q_SIGNALS:
    void runAdded(const QString& run);
    void runRemoved(const QString& run);
    void runOpened(const QString& run);
    void figureReady(const halyard::views::Figure& figure);

private:
    struct Line {
        std::size_t run = 0;
        QString model, modelPath, name;
        int style = 1;
        bool isTeacher = false;
        std::vector<std::size_t> cells;
    };
    [[nodiscard]] std::vector<Line> linesOf() const;
    void refresh();
    void fill(RangeChart& chart, const std::vector<Line>& lines, std::optional<RangePoint> (*pointOf)(const EvaluationCell& cell), bool crossings);
    [[nodiscard]] std::vector<RangeMark> shortages(const std::vector<Line>& lines, bool withBytes) const;

    std::vector<MeasuredRun> m_runs;
    MeasuredRuns* m_header = nullptr;
    QStackedWidget* m_stack = nullptr;
    PlainLabel* m_empty = nullptr;
    RangeChart* m_decode = nullptr;
    RangeChart* m_prefill = nullptr;
    RangeChart* m_memory = nullptr;
    PlainLabel* m_machine = nullptr;
};

// Where the second line first passes below the first one, both logarithmic between their common lengths; nothing when it
// never does.
[[nodiscard]] std::optional<RangePoint> crossover(const RangeSeries& first, const RangeSeries& second);

} // namespace halyard::views
