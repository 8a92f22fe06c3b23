// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/evaluation/evaluation_results.h"

#include <QWidget>

#include <optional>

namespace halyard::views {

// Depth × length of one model as cells in viridis with their accuracy in words, and the scale beside them. A cell is chosen
// by a click, or with the arrows and Enter.
class DepthMap : public QWidget {
    Q_OBJECT

public:
    struct Cell {
        std::int64_t length = 0;
        double depth = 0; // percent
        Measured accuracy;
        std::int64_t questions = 0;
    };

    explicit DepthMap(QWidget* parent = nullptr);
    // Of any order. band: depths are the middles of bands so wide, percent; 0: they are what was asked for.
    void setCells(const std::vector<Cell>& cells, double band = 0);
    [[nodiscard]] const std::vector<Cell>& cells() const { return m_cells; }
    // No length: none is chosen.
    void setChosen(std::optional<std::pair<std::int64_t, double>> lengthAndDepth);
    [[nodiscard]] QString describe(const Cell& cell) const;
    [[nodiscard]] QRect rectOf(std::int64_t length, double depth) const;
    [[nodiscard]] QSize sizeHint() const override { return {420, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 130}; }

Q_SIGNALS:
    void cellChosen(std::int64_t length, double depth);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRect grid() const;
    [[nodiscard]] QString depthText(double depth) const;
    [[nodiscard]] const Cell* cellAt(const QPoint& at) const;
    [[nodiscard]] const Cell* find(std::int64_t length, double depth) const;
    void choose(const Cell& cell);
    void paintScale(QPainter& painter) const;

    std::vector<Cell> m_cells;
    double m_band = 0;
    std::vector<std::int64_t> m_lengths;
    std::vector<double> m_depths;
    std::optional<std::pair<std::int64_t, double>> m_chosen;
};

} // namespace halyard::views
