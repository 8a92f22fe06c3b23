// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/bench_row.h"
#include "views/layers/layer_bench.h"

#include <optional>
#include <vector>

class QPushButton;

namespace halyard::views {

class LayerSquare;

// A square for each layer: attention or linear. A click turns one round; a drag gives all that it passes the state of the
// first; the arrows, Home and End go along, the space bar turns round, Shift with an arrow takes the next one along.
class LayerStrip : public BenchRow {
    Q_OBJECT

public:
    explicit LayerStrip(QWidget* parent = nullptr);

    void setKept(const LayerSet& kept);
    [[nodiscard]] LayerSet kept() const;
    // The set that squares are marked as differing from; none: no marks.
    void setReference(const std::optional<LayerSet>& reference);
    void setDescriptions(const QStringList& texts); // of the layers, for who hears them
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void previewed(const halyard::views::LayerSet& kept); // while a drag goes on
    void edited(const halyard::views::LayerSet& kept);    // by a click, a drag that ended, or a key
    void referenceWanted();                               // the button behind the squares

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    friend class LayerSquare;
    void makeSquares();
    void place();
    void put(int layer, bool attention);
    void take(int layer); // a drag has come to it
    void focusSquare(int layer);
    void toggle(int layer);
    void cancelDrag();
    [[nodiscard]] bool differs(int layer) const;

    std::vector<LayerSquare*> m_squares;
    std::optional<LayerSet> m_reference;
    QPushButton* m_best;
    LayerSet m_before; // the drag
    int m_last = -1;   // layer a drag has come to; -1: none goes on
    bool m_target = false;
    int m_current = 0; // has the focus, or had it last
};

} // namespace halyard::views
