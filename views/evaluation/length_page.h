// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/figure.h"
#include "views/charts/range_chart.h"
#include "views/evaluation/measured_run.h"
#include "views/evaluation/needle_lines.h"
#include "views/run/run_page.h"

#include <QWidget>

class QComboBox;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace halyard::views {

class DepthMap;
class MeasuredRuns;
class PlainLabel;
class TrialTable;

// How well needles are found against the length of the text: accuracy with its interval by Wilson, a line a model and
// scaling, dashed at the length of training. A point opens depth × length of its model, a cell of that its questions and
// answers. Of a search for the logits scaling also loss and needles against A.
class LengthPage : public QWidget {
    Q_OBJECT

public:
    explicit LengthPage(QWidget* parent = nullptr);

    // The runs on this page, the first one its own; what a person chose stays.
    void setRuns(const std::vector<MeasuredRun>& runs);
    [[nodiscard]] const std::vector<MeasuredRun>& runs() const { return m_runs; }
    // Runs that may be put beside them.
    void setOtherRuns(const std::vector<OtherRun>& runs);
    // The answer to trialsRequested().
    void setTrials(const QString& cell, const std::vector<EvaluationTrial>& trials);
    void setTrialsProblem(const QString& cell, const QString& sentence);
    [[nodiscard]] RangeChart& chart() { return *m_chart; }

Q_SIGNALS:
    void runAdded(const QString& run);
    void runRemoved(const QString& run);
    void runOpened(const QString& run);
    void trialsRequested(const QString& run, const QString& cell);
    void figureReady(const halyard::views::Figure& figure);

private:
    [[nodiscard]] QWidget* buildCharts();
    [[nodiscard]] QWidget* buildDetail();
    void updateTasks();
    void refresh();
    void updateVerticals();
    void updateSearch();
    void showLine(std::size_t line, bool scrollTo);
    void showCell(std::int64_t length, double depth);
    void showTrials();
    [[nodiscard]] double placeOf(double depth) const;

    std::vector<MeasuredRun> m_runs;
    std::vector<NeedleLine> m_lines; // those of the chart, in its order
    std::optional<NeedleLine> m_open; // whose depths are shown
    std::optional<std::pair<std::int64_t, double>> m_cell;
    double m_band = 0; // of depths, percent; 0: each by itself
    std::map<QString, std::vector<EvaluationTrial>> m_trials; // of cells that were asked for
    MeasuredRuns* m_header = nullptr;
    QComboBox* m_tasks = nullptr;
    QStackedWidget* m_stack = nullptr;
    PlainLabel* m_empty = nullptr;
    RangeChart* m_chart = nullptr;
    QSplitter* m_searches = nullptr;
    RangeChart* m_lossByBase = nullptr;
    RangeChart* m_needlesByBase = nullptr;
    PlainLabel* m_best = nullptr;
    QWidget* m_detail = nullptr;
    PlainLabel* m_depthTitle = nullptr;
    DepthMap* m_depths = nullptr;
    TrialTable* m_answers = nullptr;
};

} // namespace halyard::views
