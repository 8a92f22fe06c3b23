// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_rows.h"

#include "core/select/score/selection.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"
#include "views/theme/series_style.h"

#include <QLinearGradient>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr int kHeatHeight = 22;
constexpr int kSelectorHeight = 26;
constexpr double kBox = 11;

// Blue – white – red, -1…1.
QColor diverging(double position) {
    const double p = std::clamp(position, -1.0, 1.0);
    const auto mix = [p](int end) { return static_cast<int>(std::lround(247 + (end - 247) * std::abs(p))); };
    return p < 0 ? QColor(mix(0x21), mix(0x66), mix(0xAC)) : QColor(mix(0xB2), mix(0x18), mix(0x2B));
}

QString pointsText(double points) {
    return QLocale().toString(points, 'f', points != 0 && std::abs(points) < 9.95 ? 1 : 0);
}

} // namespace

// ---- heat ----

LayerHeat::LayerHeat(QWidget* parent) : BenchRow(parent) {}

QSize LayerHeat::sizeHint() const {
    return {400, kHeatHeight};
}

void LayerHeat::setRow(const HeatRow& row) {
    m_row = row;
    m_least = 0;
    m_most = 0;
    for (const LayerFigure& figure : row.layers) {
        m_least = std::min(m_least, figure.value.value_or(0));
        m_most = std::max(m_most, figure.value.value_or(0));
    }
    if (m_least < 0) {
        m_most = std::max(m_most, -m_least);
        m_least = -m_most;
    }
    m_most = m_most > 0 ? m_most : 1;
    setLabel(row.title, row.meaning);
}

QColor LayerHeat::colorOf(double value) const {
    return m_least < 0 ? diverging(value / m_most) : viridis(value / m_most);
}

void LayerHeat::paintEvent(QPaintEvent* /*event*/) {
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    paintGround(painter);
    for (int layer = 0; layer < layers(); ++layer) {
        const QRectF cell = columnRect(layer).adjusted(1, 2, -1, -2);
        const auto value = static_cast<std::size_t>(layer) < m_row.layers.size() ? m_row.layers[static_cast<std::size_t>(layer)].value : std::nullopt;
        if (!value) {
            paintNotMeasured(painter, cell, colors);
            continue;
        }
        const QColor color = colorOf(*value);
        painter.fillRect(cell, color);
        const QString text = pointsText(*value);
        if (painter.fontMetrics().horizontalAdvance(text) <= cell.width()) {
            painter.setPen(contrast(color, Qt::white) >= contrast(color, Qt::black) ? Qt::white : Qt::black);
            painter.drawText(cell, Qt::AlignCenter, text);
        }
        if (layer == pointedLayer()) {
            painter.setPen(QPen(colors.text, 2));
            painter.drawRect(cell);
        }
    }
    paintScale(painter);
}

// "0 ▒▒▓▓ 61"
void LayerHeat::paintScale(QPainter& painter) const {
    const QRectF tail = tailRect();
    const QString from = pointsText(m_least);
    const QString to = pointsText(m_most);
    const double space = painter.fontMetrics().horizontalAdvance(QStringLiteral("−00.0"));
    painter.setPen(themeColors(palette()).muted);
    painter.drawText(QRectF(tail.left(), 0, space, height()), Qt::AlignRight | Qt::AlignVCenter, from);
    const QRectF bar(tail.left() + space + 4, 6, tail.width() - 2 * space - 8, height() - 12);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    constexpr int kStops = 8;
    for (int i = 0; i <= kStops; ++i) {
        const double part = static_cast<double>(i) / kStops;
        gradient.setColorAt(part, colorOf(m_least + part * (m_most - m_least)));
    }
    painter.fillRect(bar, gradient);
    painter.drawText(QRectF(bar.right() + 4, 0, space, height()), Qt::AlignLeft | Qt::AlignVCenter, to);
}

// ---- other selectors ----

SelectorRow::SelectorRow(QWidget* parent) : BenchRow(parent), m_button(new QPushButton(this)) {
    makeFlat(*m_button);
    m_button->setFont(font());
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_best) {
            Q_EMIT taken(*m_best);
        }
    });
}

QSize SelectorRow::sizeHint() const {
    return {400, kSelectorHeight};
}

void SelectorRow::setSelector(const QString& title, const QString& meaning, const std::optional<LayerSet>& best) {
    m_title = shownText(title, 200);
    m_best = best;
    m_button->setEnabled(best.has_value());
    m_button->setToolTip(shownToolTip(tr("Keep the layers of %1. %2").arg(m_title, meaning).trimmed()));
    resizeEvent(nullptr);
    say();
    update();
}

void SelectorRow::setKept(const LayerSet& kept) {
    m_kept = kept;
    say();
    update();
}

QString SelectorRow::agreement() const {
    return m_best ? tr("%1 of %2").arg(agreementOf(m_kept, *m_best).both.size()).arg(m_best->size()) : tr("cannot tell");
}

void SelectorRow::say() {
    setAccessibleName(tr("%1: %2").arg(m_title, m_best ? layersText(*m_best) : agreement()));
    m_button->setAccessibleName(tr("Keep the layers of %1").arg(m_title));
}

void SelectorRow::resizeEvent(QResizeEvent* /*event*/) {
    m_button->setGeometry(0, 0, labelWidth() - kGrid, height());
    m_button->setText(m_button->fontMetrics().elidedText(m_title, Qt::ElideMiddle, m_button->width() - 2 * kGrid - 2));
}

void SelectorRow::paintEvent(QPaintEvent* /*event*/) {
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter);
    for (int layer = 0; m_best && layer < layers(); ++layer) {
        const bool here = std::binary_search(m_best->begin(), m_best->end(), layer);
        const bool strip = std::binary_search(m_kept.begin(), m_kept.end(), layer);
        QRectF box(0, 0, kBox, kBox);
        box.moveCenter(columnRect(layer).center());
        painter.setPen(QPen(here ? colors.text : colors.border, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box);
        if (here && strip) { // both keep it: filled; this one alone: a small core
            painter.fillRect(box.adjusted(1.5, 1.5, -1.5, -1.5), colors.accent);
        } else if (here) {
            painter.fillRect(box.adjusted(3.5, 3.5, -3.5, -3.5), colors.text);
        }
    }
    painter.setPen(m_best ? colors.text : colors.muted);
    painter.drawText(tailRect(), Qt::AlignLeft | Qt::AlignVCenter, agreement());
}

} // namespace halyard::views
