// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/grid_pareto.h"
#include "views/charts/plot_card.h"

class QCPItemText;

namespace halyard::views {

// Two measures of the rows of a study against each other. Rows that no other row beats in both are joined by a line; the others
// are dim. A point is chosen by a click, or with the arrows and Enter.
class TradeOffChart : public PlotCard {
    Q_OBJECT

public:
    explicit TradeOffChart(QWidget* parent = nullptr);
    // x and y: keys of columns of the table.
    void setTable(const GridTable& table, const std::string& x, const std::string& y);
    [[nodiscard]] const GridPareto& pareto() const { return m_pareto; }
    // The point under a position of the plot, at most a few pixels away.
    [[nodiscard]] std::optional<std::size_t> pointAt(QPointF at) const;

Q_SIGNALS:
    void rowChosen(const QString& label); // labelOf() of the row

protected:
    void draw() override;
    [[nodiscard]] QByteArray csv() const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fitAxes();
    [[nodiscard]] QColor colorOf(bool dominated) const;
    void drawMarks(bool dominated);
    void drawRing(const ParetoPoint& point);
    void drawName(const ParetoPoint& point);
    void placeNames(); // beside their points, where they cover nothing
    void choose(std::optional<std::size_t> point);
    [[nodiscard]] QString describe(std::size_t index) const;

    GridPareto m_pareto;
    QString m_xText, m_yText;
    std::optional<std::size_t> m_chosen;
    std::vector<QCPItemText*> m_names; // by point
};

} // namespace halyard::views
