// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/grid_effects.h"
#include "views/charts/plot_card.h"

namespace halyard::views {

// What each value of the axes does to one measure: the difference to the axis' first value with its 95 % interval, a line each.
// What is certain to differ (the interval leaves out 0) is drawn full, what is not hollow.
class EffectChart : public PlotCard {
    Q_OBJECT

public:
    explicit EffectChart(QWidget* parent = nullptr);
    // column: a key of the table; effects of others are left out.
    void setEffects(const GridTable& table, const std::string& column);
    struct Row {
        QString label; // "without, not with"; of several axes "gate: without, not with"
        double difference = 0;
        std::optional<Interval> interval;
        QString words;
    };
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; } // from the top

protected:
    void draw() override;
    [[nodiscard]] QByteArray csv() const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] static bool isCertain(const Row& row) { return row.interval && (row.interval->low > 0 || row.interval->high < 0); }
    void fitAxes();
    void drawRow(const Row& row, double y);

    GridColumn::Unit m_unit = GridColumn::Unit::Share;
    bool m_lowerIsBetter = false;
    std::vector<Row> m_rows;
};

} // namespace halyard::views
