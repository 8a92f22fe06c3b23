// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_bars.h"

#include "views/text/number_text.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace halyard::views {

namespace {

constexpr int kHeight = 150;
constexpr double kTop = 14;    // room for marks
constexpr double kNumbers = 18; // of the layers, below
constexpr double kWidestBar = 18;
constexpr double kBetweenNumbers = 13; // of the axis

// 1, 2 or 5 times a power of ten, at least.
double niceAbove(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (value <= factor * power * (1 + 1e-9)) {
            return factor * power;
        }
    }
    return value;
}

} // namespace

LayerBars::LayerBars(QWidget* parent) : BenchRow(parent) {}

QSize LayerBars::sizeHint() const {
    return {400, kHeight};
}

// The axis holds every score; intervals that reach far beyond are cut off at it.
void LayerBars::setScores(const std::vector<ScoredLayer>& scores) {
    m_scores = scores;
    double least = 0;
    double most = 0;
    for (const ScoredLayer& scored : scores) {
        least = std::min(least, scored.score.value_or(0));
        most = std::max(most, scored.score.value_or(0));
    }
    m_most = most > 0 ? niceAbove(most) : least < 0 ? 0 : 1;
    m_least = least < 0 ? -niceAbove(-least) : 0;
    update();
}

void LayerBars::setKept(const LayerSet& kept) {
    m_kept = kept;
    update();
}

double LayerBars::at(double score) const {
    const double share = (std::clamp(score, m_least, m_most) - m_least) / (m_most - m_least);
    return kTop + (1 - share) * (height() - kTop - kNumbers);
}

void LayerBars::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter);
    paintAxis(painter);
    for (int layer = 0; layer < layers(); ++layer) {
        paintLayer(painter, layer);
    }
}

void LayerBars::paintAxis(QPainter& painter) const {
    const ThemeColors& colors = themeColors(palette());
    const double left = columnRect(0).left();
    const double right = columnRect(layers()).left();
    const std::array<double, 3> ticks = {m_least, m_least < 0 && m_most > 0 ? 0 : (m_least + m_most) / 2, m_most};
    const double zero = at(0);
    for (const double tick : ticks) {
        if (tick != 0 && std::abs(at(tick) - zero) < kBetweenNumbers) {
            continue; // an end of the axis so near to zero would be written over it
        }
        const double y = std::round(at(tick)) + 0.5;
        painter.setPen(QPen(tick == 0 ? colors.muted : colors.border, 1));
        painter.drawLine(QPointF(left, y), QPointF(right, y));
        painter.setPen(colors.muted);
        painter.drawText(QRectF(right + 4, y - 8, tailWidth() - 8, 16), Qt::AlignLeft | Qt::AlignVCenter, numberText(tick, 3));
    }
}

void LayerBars::paintLayer(QPainter& painter, int layer) const {
    const ThemeColors& colors = themeColors(palette());
    const QRectF column = columnRect(layer);
    // Where there is no room for each number, every second or third is written, and the one that is pointed at.
    const double room = painter.fontMetrics().horizontalAdvance(QString::number(layers())) + 3;
    const int every = std::max(1, static_cast<int>(std::ceil(room / column.width())));
    const bool nearPointed = pointedLayer() >= 0 && std::abs(layer - pointedLayer()) < every;
    if (layer == pointedLayer() || (layer % every == 0 && !nearPointed)) {
        painter.setPen(layer == pointedLayer() ? colors.text : colors.muted);
        painter.drawText(QRectF(column.left() - 8, height() - kNumbers, column.width() + 16, kNumbers), Qt::AlignCenter, QString::number(layer));
    }
    const ScoredLayer scored = static_cast<std::size_t>(layer) < m_scores.size() ? m_scores[static_cast<std::size_t>(layer)] : ScoredLayer{};
    const double half = std::min(column.width() * 0.66, kWidestBar) / 2;
    const double middle = column.center().x();
    if (!scored.score) {
        paintNotMeasured(painter, QRectF(QPointF(middle - half, kTop), QPointF(middle + half, height() - kNumbers - 1)), colors);
        return;
    }
    const bool kept = std::binary_search(m_kept.begin(), m_kept.end(), layer);
    const QRectF bar = QRectF(QPointF(middle - half, at(*scored.score)), QPointF(middle + half, at(0))).normalized();
    painter.setPen(QPen(kept ? colors.accent : colors.muted, 1));
    painter.setBrush(kept ? colors.accent : colors.raised);
    painter.drawRect(bar);
    if (scored.low && scored.high) {
        const double low = at(*scored.low);
        const double high = at(*scored.high);
        painter.setPen(QPen(colors.surface, 3.2)); // seen on the bar and beside it
        painter.drawLine(QPointF(middle, low), QPointF(middle, high));
        painter.setPen(QPen(kept ? colors.text : colors.muted, 1.4));
        painter.drawLine(QPointF(middle, low), QPointF(middle, high));
        for (const double end : {low, high}) {
            painter.drawLine(QPointF(middle - 3, end), QPointF(middle + 3, end));
        }
    }
    paintMarks(painter, scored, {middle, std::min({at(*scored.score), at(scored.high.value_or(0)), at(0)})});
}

void LayerBars::paintMarks(QPainter& painter, const ScoredLayer& scored, QPointF tip) const {
    painter.setPen(QPen(themeColors(palette()).warning, 1.8));
    painter.setBrush(Qt::NoBrush);
    if (scored.atClip) {
        QPainterPath roof(QPointF(tip.x() - 5, tip.y() - 3));
        roof.lineTo(tip.x(), tip.y() - 8);
        roof.lineTo(tip.x() + 5, tip.y() - 3);
        painter.drawPath(roof);
    } else if (scored.smallDenominator) {
        painter.drawEllipse(QPointF(tip.x(), tip.y() - 6), 3, 3);
    } else if (scored.negativeDenominator) {
        painter.drawLine(QPointF(tip.x() - 4, tip.y() - 5), QPointF(tip.x() + 4, tip.y() - 5));
    }
}

} // namespace halyard::views
