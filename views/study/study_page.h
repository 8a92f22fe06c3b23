// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/grid_table.h"
#include "views/charts/figure.h"
#include "views/run/run_facts.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace halyard::views {

class EffectChart;
class GridResults;
class PlainLabel;
class StateBadge;
class TradeOffChart;

// The study of a grid as it fills: what it asks, its table, what each value does to a measure, and what is worth its cost.
class StudyPage : public QWidget {
    Q_OBJECT

public:
    explicit StudyPage(QWidget* parent = nullptr);
    void setFacts(const RunFacts& facts);
    void setTable(const GridTable& table);
    // Why there is no table, in the place of it; a table that was shown stays.
    void setProblem(const QString& sentence);
    [[nodiscard]] EffectChart& effectChart() { return *m_effects; }
    [[nodiscard]] TradeOffChart& tradeOffChart() { return *m_tradeOff; }
    [[nodiscard]] GridResults& results() { return *m_results; }

Q_SIGNALS:
    void runOpened(const QString& child); // of the study
    void studyRunRequested(); // the page of the run itself: start, stop, progress
    void copyRequested();     // the grid to edit
    void figureReady(const halyard::views::Figure& figure);

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeBody();
    void fillMeasures();
    void showCharts();

    GridTable m_table;
    bool m_known = false;
    PlainLabel* m_title = nullptr;
    StateBadge* m_badge = nullptr;
    PlainLabel* m_progress = nullptr;
    PlainLabel* m_question = nullptr;
    PlainLabel* m_failures = nullptr;
    QPushButton* m_copy = nullptr;
    QStackedWidget* m_stack = nullptr;
    PlainLabel* m_empty = nullptr;
    GridResults* m_results = nullptr;
    QComboBox* m_gain = nullptr;
    QComboBox* m_cost = nullptr;
    EffectChart* m_effects = nullptr;
    TradeOffChart* m_tradeOff = nullptr;
};

} // namespace halyard::views
