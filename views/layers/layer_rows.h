// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/bench_row.h"
#include "views/layers/layer_bench.h"

class QPushButton;

namespace halyard::views {

// Drops of the layers as colours, with the number where it has room and a colour bar at the end. Viridis from 0; where a
// layer gains, blue – white – red with 0 in the middle. What was not measured is hatched.
class LayerHeat : public BenchRow {
    Q_OBJECT

public:
    explicit LayerHeat(QWidget* parent = nullptr);
    void setRow(const HeatRow& row);
    [[nodiscard]] QSize sizeHint() const override;
    // Of a value: its colour, and that of a text on it.
    [[nodiscard]] QColor colorOf(double value) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintScale(QPainter& painter) const;

    HeatRow m_row;
    double m_least = 0;
    double m_most = 1;
};

// The choice of another selector as small squares, and how many layers it has in common with the strip. The button with
// its name takes it.
class SelectorRow : public BenchRow {
    Q_OBJECT

public:
    explicit SelectorRow(QWidget* parent = nullptr);
    // best: nothing where it cannot tell so many.
    void setSelector(const QString& title, const QString& meaning, const std::optional<LayerSet>& best);
    void setKept(const LayerSet& kept);
    [[nodiscard]] const std::optional<LayerSet>& best() const { return m_best; }
    [[nodiscard]] QString agreement() const; // "5 of 7"
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void taken(const halyard::views::LayerSet& layers);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void say();

    QString m_title;
    std::optional<LayerSet> m_best;
    LayerSet m_kept;
    QPushButton* m_button;
};

} // namespace halyard::views
