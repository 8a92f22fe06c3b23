// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/depth_map.h"

#include "views/text/number_text.h"
#include "views/text/share_text.h"
#include "views/theme/series_style.h"
#include "views/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kLeft = 54; // for the depths
constexpr int kBottom = 40;
constexpr int kScale = 64; // the colour bar with its words
constexpr int kTop = 6;

template <typename Value> std::vector<Value> distinct(std::vector<Value> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

template <typename Value> int placeOf(const std::vector<Value>& values, Value value) {
    return static_cast<int>(std::lower_bound(values.begin(), values.end(), value) - values.begin());
}

} // namespace

DepthMap::DepthMap(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Accuracy by depth and length"));
}

void DepthMap::setCells(const std::vector<Cell>& cells) {
    m_cells = cells;
    std::vector<std::int64_t> lengths;
    std::vector<double> depths;
    for (const Cell& cell : m_cells) {
        lengths.push_back(cell.length);
        depths.push_back(cell.depth);
    }
    m_lengths = distinct(std::move(lengths));
    m_depths = distinct(std::move(depths));
    if (m_chosen && find(m_chosen->first, m_chosen->second) == nullptr) {
        m_chosen.reset();
    }
    update();
}

void DepthMap::setChosen(std::optional<std::pair<std::int64_t, double>> lengthAndDepth) {
    m_chosen = lengthAndDepth;
    update();
}

const DepthMap::Cell* DepthMap::find(std::int64_t length, double depth) const {
    const auto found = std::find_if(m_cells.begin(), m_cells.end(), [&](const Cell& cell) { return cell.length == length && cell.depth == depth; });
    return found == m_cells.end() ? nullptr : &*found;
}

QString DepthMap::describe(const Cell& cell) const {
    return tr("%1 tokens, depth %2 %: %3 (%4 – %5) of %6 questions")
        .arg(countText(cell.length), numberText(cell.depth), shareText(cell.accuracy.value, 0), shareText(cell.accuracy.low, 0), shareText(cell.accuracy.high, 0),
             countText(cell.questions));
}

QRect DepthMap::grid() const {
    return rect().adjusted(kLeft, kTop, -kScale, -kBottom);
}

QRect DepthMap::rectOf(std::int64_t length, double depth) const {
    const QRect inside = grid();
    const int columns = std::max(static_cast<int>(m_lengths.size()), 1);
    const int rows = std::max(static_cast<int>(m_depths.size()), 1);
    const int column = placeOf(m_lengths, length);
    const int row = placeOf(m_depths, depth);
    const QPoint from(inside.left() + inside.width() * column / columns, inside.top() + inside.height() * row / rows);
    const QPoint to(inside.left() + inside.width() * (column + 1) / columns - 2, inside.top() + inside.height() * (row + 1) / rows - 2);
    return {from, to};
}

const DepthMap::Cell* DepthMap::cellAt(const QPoint& at) const {
    const auto found = std::find_if(m_cells.begin(), m_cells.end(), [&](const Cell& cell) { return rectOf(cell.length, cell.depth).contains(at); });
    return found == m_cells.end() ? nullptr : &*found;
}

void DepthMap::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& colors = themeColors(palette());
    painter.setFont(textFont(TextSize::Small));
    for (const Cell& cell : m_cells) {
        const QRect place = rectOf(cell.length, cell.depth);
        const QColor fill = viridis(cell.accuracy.value);
        painter.fillRect(place, fill);
        const QString text = shareText(cell.accuracy.value, 0);
        if (painter.fontMetrics().horizontalAdvance(text) <= place.width() - 4 && painter.fontMetrics().height() <= place.height()) {
            painter.setPen(contrast(fill, Qt::white) > contrast(fill, Qt::black) ? Qt::white : Qt::black);
            painter.drawText(place, Qt::AlignCenter, text);
        }
    }
    if (m_chosen) {
        painter.setPen(QPen(colors.surface, 4));
        painter.setBrush(Qt::NoBrush);
        const QRect place = rectOf(m_chosen->first, m_chosen->second);
        painter.drawRect(place.adjusted(1, 1, -1, -1));
        painter.setPen(QPen(hasFocus() ? colors.accent : colors.text, 2));
        painter.drawRect(place.adjusted(1, 1, -1, -1));
    }
    painter.setPen(colors.muted);
    const QRect inside = grid();
    for (const double depth : m_depths) {
        const QRect row = rectOf(m_lengths.empty() ? 0 : m_lengths.front(), depth);
        painter.drawText(QRect(0, row.top(), kLeft - 6, row.height()), Qt::AlignRight | Qt::AlignVCenter, shareText(depth / 100));
    }
    int free = 0; // no name covers the one before
    for (const std::int64_t length : m_lengths) {
        const QRect column = rectOf(length, m_depths.empty() ? 0 : m_depths.front());
        const QString text = lengthText(static_cast<double>(length));
        const int width = painter.fontMetrics().horizontalAdvance(text);
        const int left = column.center().x() - width / 2;
        if (left > free) {
            painter.drawText(QPoint(left, inside.bottom() + painter.fontMetrics().height() + 1), text);
            free = left + width + 6;
        }
    }
    painter.drawText(QRect(inside.left(), height() - painter.fontMetrics().height() - 2, inside.width(), painter.fontMetrics().height()), Qt::AlignCenter,
                     tr("length in tokens; depth of the needle downwards"));
    paintScale(painter);
}

void DepthMap::paintScale(QPainter& painter) const {
    const QRect inside = grid();
    const QRect bar(width() - kScale + 10, inside.top(), 10, inside.height() - 1);
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    constexpr int kStops = 16;
    for (int i = 0; i <= kStops; ++i) {
        gradient.setColorAt(static_cast<double>(i) / kStops, viridis(static_cast<double>(i) / kStops));
    }
    painter.fillRect(bar, gradient);
    const int line = painter.fontMetrics().height();
    painter.drawText(QRect(bar.right() + 4, bar.top(), kScale, line), Qt::AlignLeft, shareText(1, 0));
    painter.drawText(QRect(bar.right() + 4, bar.bottom() - line, kScale, line), Qt::AlignLeft, shareText(0, 0));
}

void DepthMap::mouseMoveEvent(QMouseEvent* event) {
    const Cell* const cell = cellAt(event->pos());
    setCursor(cell != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (cell != nullptr) {
        QToolTip::showText(event->globalPosition().toPoint(), describe(*cell), this);
    } else {
        QToolTip::hideText();
    }
}

void DepthMap::mousePressEvent(QMouseEvent* event) {
    if (const Cell* cell = cellAt(event->pos()); cell != nullptr && event->button() == Qt::LeftButton) {
        choose(*cell);
    }
}

void DepthMap::choose(const Cell& cell) {
    m_chosen = {cell.length, cell.depth};
    setAccessibleDescription(describe(cell));
    update();
    Q_EMIT cellChosen(cell.length, cell.depth);
}

void DepthMap::keyPressEvent(QKeyEvent* event) {
    if (m_cells.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto now = m_chosen.value_or(std::pair{m_cells.front().length, m_cells.front().depth});
    int column = placeOf(m_lengths, now.first);
    int row = placeOf(m_depths, now.second);
    switch (event->key()) {
    case Qt::Key_Left: --column; break;
    case Qt::Key_Right: ++column; break;
    case Qt::Key_Up: --row; break;
    case Qt::Key_Down: ++row; break;
    case Qt::Key_Return:
    case Qt::Key_Enter: break;
    default: QWidget::keyPressEvent(event); return;
    }
    column = std::clamp(column, 0, static_cast<int>(m_lengths.size()) - 1);
    row = std::clamp(row, 0, static_cast<int>(m_depths.size()) - 1);
    if (const Cell* cell = find(m_lengths[static_cast<std::size_t>(column)], m_depths[static_cast<std::size_t>(row)])) {
        choose(*cell);
    }
}

} // namespace halyard::views
