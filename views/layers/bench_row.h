// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme/theme.h"

#include <QWidget>

namespace halyard::views {

// A row of the layer bench: a label, a column for each layer, and what is said of the row at its end. Rows of the same
// width have their columns at the same places.
class BenchRow : public QWidget {
    Q_OBJECT

public:
    explicit BenchRow(QWidget* parent = nullptr);

    void setLayers(int count);
    [[nodiscard]] int layers() const { return m_layers; }
    void setLabel(const QString& label, const QString& meaning = {});
    [[nodiscard]] QString label() const { return m_label; }
    // The column under the pointer or the focus, in all rows alike; -1: none.
    void setPointed(int layer);
    [[nodiscard]] QRectF columnRect(int layer) const;
    [[nodiscard]] int columnAt(QPointF position) const; // -1: none
    [[nodiscard]] QSize minimumSizeHint() const override;

    // Of the label at the left and of what stands at the end.
    [[nodiscard]] int labelWidth() const;
    [[nodiscard]] int tailWidth() const;

Q_SIGNALS:
    void pointed(int layer); // -1: nothing

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    [[nodiscard]] int pointedLayer() const { return m_pointed; }
    [[nodiscard]] QRectF tailRect() const;
    // The band of the pointed column and the label.
    void paintGround(QPainter& painter) const;

private:
    QString m_label;
    int m_layers = 0;
    int m_pointed = -1;
};

// Lines across a place for which nothing was measured.
void paintNotMeasured(QPainter& painter, const QRectF& place, const ThemeColors& colors);

} // namespace halyard::views
