// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/bench_row.h"

#include "views/text/plain_text.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr int kLeastColumn = 13;
constexpr int kLeastLabel = 110;
constexpr int kWidestColumn = 40;

} // namespace

BenchRow::BenchRow(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFont(textFont(TextSize::Small)); // of all rows, as their columns stand by it
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BenchRow::setLayers(int count) {
    m_layers = std::max(count, 0);
    updateGeometry();
    update();
}

void BenchRow::setLabel(const QString& label, const QString& meaning) {
    m_label = shownText(label, 120);
    setAccessibleName(m_label);
    setAccessibleDescription(meaning);
    setToolTip(shownToolTip(meaning));
    update();
}

void BenchRow::setPointed(int layer) {
    if (m_pointed != layer) {
        m_pointed = layer;
        update();
    }
}

int BenchRow::labelWidth() const {
    const int wanted = fontMetrics().horizontalAdvance(QStringLiteral("Zeroed: associative_recall m")) + 4 * kGrid;
    const int spare = width() - tailWidth() - m_layers * kWidestColumn; // of columns as wide as they may be
    return std::clamp(std::max(width() / 5, spare), kLeastLabel, std::max(wanted, kLeastLabel));
}

int BenchRow::tailWidth() const {
    return fontMetrics().horizontalAdvance(QStringLiteral("−00.0")) * 2 + 6 * kGrid;
}

QRectF BenchRow::columnRect(int layer) const {
    const double room = std::max(width() - labelWidth() - tailWidth(), 0);
    const double step = m_layers == 0 ? 0 : std::min<double>(room / m_layers, kWidestColumn);
    return {labelWidth() + step * layer, 0, step, static_cast<double>(height())};
}

int BenchRow::columnAt(QPointF position) const {
    const double step = columnRect(0).width();
    const double column = step > 0 ? std::floor((position.x() - labelWidth()) / step) : -1;
    return column >= 0 && column < m_layers ? static_cast<int>(column) : -1;
}

QSize BenchRow::minimumSizeHint() const {
    return {kLeastLabel + m_layers * kLeastColumn + tailWidth(), sizeHint().height()};
}

QRectF BenchRow::tailRect() const {
    const double from = columnRect(m_layers).left() + kGrid;
    return {from, 0, static_cast<double>(tailWidth() - kGrid), static_cast<double>(height())};
}

void BenchRow::mouseMoveEvent(QMouseEvent* event) {
    Q_EMIT pointed(columnAt(event->position()));
}

void BenchRow::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    Q_EMIT pointed(-1);
}

void BenchRow::paintGround(QPainter& painter) const {
    const ThemeColors& colors = themeColors(palette());
    if (m_pointed >= 0 && m_pointed < m_layers) {
        painter.fillRect(columnRect(m_pointed), colors.selection);
    }
    painter.setPen(colors.muted);
    painter.setFont(font());
    const QRect place(0, 0, labelWidth() - kGrid, height());
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(m_label, Qt::ElideRight, place.width()));
}

void paintNotMeasured(QPainter& painter, const QRectF& place, const ThemeColors& colors) {
    painter.save();
    painter.setPen(QPen(colors.border, 1));
    painter.setBrush(QBrush(colors.muted, Qt::BDiagPattern));
    painter.drawRect(place);
    painter.restore();
}

} // namespace halyard::views
