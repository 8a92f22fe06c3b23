// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/curve_chart.h"
#include "views/charts/range_chart.h"
#include "views/run/run_facts.h"

#include <QWidget>

#include <array>
#include <vector>

class QListWidget;
class QPushButton;

namespace halyard::views {

class PlainLabel;
class StateBadge;

// The steps from a teacher to an exported student that this program has.
enum class ProjectStep {
    Teacher,
    Align,
    Distill,
    Extend,
    Export
};
constexpr int kProjectSteps = 5;

// One step: its state, one number, and the next sensible action.
struct StepCard {
    std::optional<RunState> state{}; // none: nothing has been done
    double progress = 0;
    QString headline{}; // "KL 0.413"
    QString detail{};   // "21 of 28 layers are linear"
    QString action{};   // text of the button; empty: no button
    bool primary = false;
};

// The project at a glance.
class OverviewPage : public QWidget {
    Q_OBJECT

public:
    explicit OverviewPage(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setCard(ProjectStep step, const StepCard& card);
    // Held-out loss of runs beside each other; the caller sets and fills its curves.
    [[nodiscard]] CurveChart& heldOutChart() { return *m_chart; }
    // Needles found against length, below it; nothing: the chart is not shown.
    void setNeedles(const std::vector<RangeSeries>& series);
    [[nodiscard]] RangeChart& needlesChart() { return *m_needles; }
    struct Change {
        double time = 0;
        QString text;
        QString target;
    };
    void setChanges(const std::vector<Change>& changes);
    void setReadOnly(const QString& reason); // empty: it can be changed
    // A project with nothing in it shows two ways to begin instead of an empty chart and an empty list.
    void setEmpty(bool empty);

Q_SIGNALS:
    void actionRequested(halyard::views::ProjectStep step);
    void changeOpened(const QString& target);
    void demoRequested();
    void ownTeacherRequested();

private:
    struct Card {
        StateBadge* badge = nullptr;
        PlainLabel* headline = nullptr;
        PlainLabel* detail = nullptr;
        QPushButton* action = nullptr;
    };
    [[nodiscard]] QWidget* makeCardOf(ProjectStep step);
    [[nodiscard]] QWidget* makeBelow();
    [[nodiscard]] QWidget* makeBeginning();

    PlainLabel* m_title = nullptr;
    PlainLabel* m_readOnly = nullptr;
    std::array<Card, kProjectSteps> m_cards;
    QWidget* m_below = nullptr;
    QWidget* m_beginning = nullptr;
    CurveChart* m_chart = nullptr;
    RangeChart* m_needles = nullptr;
    QListWidget* m_changes = nullptr;
    PlainLabel* m_noChanges = nullptr;
};

} // namespace halyard::views
