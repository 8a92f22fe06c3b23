// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"
#include "views/charts/figure.h"
#include "views/run/run_facts.h"
#include "views/run/run_series.h"

#include <QWidget>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

class QCheckBox;
class QListView;
class QSlider;
class QToolButton;

namespace halyard::views {

class CellTable;
class ChartGroup;
class CheckpointListModel;
class ComparisonBars;
class CurveChart;
class EventListModel;
class LayerHeatmap;
class PartList;
class PlainLabel;
class RunHeader;
struct EvaluationResults;

// A run that may be compared with the one shown.
struct OtherRun {
    QString id;
    QString title;
    bool operator==(const OtherRun&) const = default;
};

// Everything about one run: state, progress, curves, the alignment of each layer, checkpoints and events. Events come in
// by addEvents() as they are read, live or from last month alike.
class RunPage : public QWidget {
    Q_OBJECT

public:
    explicit RunPage(QWidget* parent = nullptr);
    ~RunPage() override;

    void setFacts(const RunFacts& facts);
    [[nodiscard]] const RunFacts& facts() const { return m_facts; }
    void addEvents(std::span<const Event> events);
    void clearEvents();
    // The parts of addEvents(), for whoever collects the curves of many events before they are shown: the lists and the
    // clock; and the curves, or those that were kept from events read before.
    void addToLists(std::span<const Event> events);
    void addSeries(const RunSeries& series);
    [[nodiscard]] StepClock& clock() { return m_clock; }
    // The curves of the run shown, to be kept; layers as their grid holds them.
    [[nodiscard]] RunSeries series() const;
    // Steps the curves are smoothed over; the nearest there is.
    void setSmoothing(int steps);
    [[nodiscard]] int smoothing() const;
    // How much of the events is in, 0…1, and whether the rest is being read; none when all is in.
    void setLoading(std::optional<double> part, bool goesOn = true);
    // Lines of events.jsonl that were passed over; said in words, never hidden.
    void setDamagedLines(std::uint64_t count);
    // Of a composite run, which has no curves of its own: the runs it has begun.
    void setParts(const std::vector<RunFacts>& parts);
    // Of a run that measures, which has cells in the place of curves: what it has found so far.
    void setResults(const EvaluationResults& results);
    void setExistingCheckpoints(const std::vector<std::int64_t>& steps);

    // Runs offered under "Compare with"; those chosen get their curves by addComparisonSeries().
    void setOtherRuns(const std::vector<OtherRun>& runs);
    void addComparisonEvents(const QString& id, std::span<const Event> events);
    void addComparisonSeries(const QString& id, const RunSeries& series);
    void clearComparison(const QString& id); // its curves come again
    // How much of its events is in, 0…1; none when all is.
    void setComparisonLoading(const QString& id, std::optional<double> part);
    void removeComparison(const QString& id);

    // Draws what has come in without waiting for the timer.
    void redrawNow();

Q_SIGNALS:
    void startRequested();
    void pauseRequested();
    void resumeRequested();
    void continueRequested();
    void stopRequested();
    void stopNowRequested();
    void cloneRequested();
    void exportRequested(std::optional<std::int64_t> step); // none: the newest checkpoint
    void compareRequested(const QString& id);
    void comparisonRemoved(const QString& id);
    void partOpened(const QString& run);
    void resultsRequested(); // the page that draws them
    void readingToggled(bool on); // of the rest of a long run
    void figureReady(const halyard::views::Figure& figure);

private:
    [[nodiscard]] QWidget* buildCharts();
    [[nodiscard]] QWidget* buildTools();
    [[nodiscard]] QWidget* buildLists();
    void connectHeader();
    void showResultsButton();
    void put(const RunSeries& series, const QString& prefix);
    void putNeedles(const RunSeries& series);
    void putComparedNeedles(const RunSeries& series, const QString& id, int style);
    void showNeedles(); // the chart, where there is something on it
    void forEachCurve(const QString& prefix, const std::function<void(CurveChart&, const QString&)>& visit);
    void makeCurves(const QString& prefix, const QString& name, int style);
    void updateCompareMenu();

    RunFacts m_facts;
    StepClock m_clock;
    std::vector<OtherRun> m_others;
    std::map<QString, int> m_compared; // id -> style
    RunHeader* m_header = nullptr;
    QWidget* m_curves = nullptr;
    PartList* m_parts = nullptr;
    CellTable* m_cells = nullptr;
    std::optional<double> m_secondsLeft; // as the run itself says
    ChartGroup* m_group = nullptr;
    CurveChart* m_loss = nullptr;
    CurveChart* m_needles = nullptr;
    CurveChart* m_gradient = nullptr;
    CurveChart* m_rate = nullptr;
    CurveChart* m_speed = nullptr;
    LayerHeatmap* m_layers = nullptr;
    QToolButton* m_compare = nullptr;
    ComparisonBars* m_comparing = nullptr;
    QSlider* m_smoothing = nullptr;
    PlainLabel* m_smoothingText = nullptr;
    std::vector<std::int64_t> m_needleLengths; // of the lines, in order
    QCheckBox* m_follow = nullptr;
    PlainLabel* m_damaged = nullptr;
    EventListModel* m_events = nullptr;
    CheckpointListModel* m_checkpoints = nullptr;
    QListView* m_checkpointView = nullptr;
};

} // namespace halyard::views
