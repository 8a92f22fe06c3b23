// SPDX-License-Identifier: GPL-3.0-or-later
// What pointer and keyboard do to a CurveChart.
#include "views/charts/curve_chart.h"

#include "views/charts/pop_out.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <qcustomplot.h>

#include <cmath>

namespace halyard::views {

namespace {

constexpr double kStep = 0.8;
constexpr int kSmallestBox = 6; // pixels; a smaller drag is a click

} // namespace

// Whoever looks at the past does not want to be taken back to the newest point.
void CurveChart::stopFollowingBefore(double high) {
    const auto whole = wholeX();
    if (m_follow && whole && high < whole->second) {
        m_follow = false;
        Q_EMIT followChanged(false);
    }
}

void CurveChart::zoom(Qt::Orientation direction, double factor, double center) {
    QCPAxis* axis = direction == Qt::Horizontal ? m_plot->xAxis : m_plot->yAxis;
    axis->scaleRange(factor, center);
    const QCPRange range = axis->range();
    if (direction == Qt::Horizontal) {
        m_userX = {range.lower, range.upper};
        stopFollowingBefore(range.upper);
        Q_EMIT xRangeChanged(range.lower, range.upper);
    } else {
        m_userY = {range.lower, range.upper};
    }
    schedule();
}

void CurveChart::zoomInto(const QRect& box) {
    if (box.width() < kSmallestBox || box.height() < kSmallestBox) {
        return;
    }
    const double left = m_plot->xAxis->pixelToCoord(box.left());
    const double right = m_plot->xAxis->pixelToCoord(box.right());
    const double top = m_plot->yAxis->pixelToCoord(box.top());
    const double bottom = m_plot->yAxis->pixelToCoord(box.bottom());
    m_userX = {std::min(left, right), std::max(left, right)};
    m_userY = {std::min(top, bottom), std::max(top, bottom)};
    stopFollowingBefore(m_userX->second);
    Q_EMIT xRangeChanged(m_userX->first, m_userX->second);
    schedule();
}

bool CurveChart::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_plot) {
        return QWidget::eventFilter(watched, event);
    }
    if (event->type() == QEvent::Wheel) {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        const QPointF at = wheel->position();
        // Some systems turn a wheel sideways while Shift is held.
        const int delta = wheel->angleDelta().y() != 0 ? wheel->angleDelta().y() : wheel->angleDelta().x();
        const double factor = std::pow(kStep, delta / 120.0);
        if ((wheel->modifiers() & Qt::ShiftModifier) != 0) {
            zoom(Qt::Vertical, factor, m_plot->yAxis->pixelToCoord(at.y()));
        } else {
            zoom(Qt::Horizontal, factor, m_plot->xAxis->pixelToCoord(at.x()));
        }
        return true;
    }
    if (event->type() == QEvent::MouseMove) {
        const double x = m_plot->xAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().x());
        setCrosshair(x);
        Q_EMIT crosshairMoved(x);
    } else if (event->type() == QEvent::Leave) {
        setCrosshair(std::nullopt);
        Q_EMIT crosshairMoved(std::nullopt);
    } else if (event->type() == QEvent::MouseButtonDblClick) {
        showAll();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void CurveChart::keyPressEvent(QKeyEvent* event) {
    if (m_popOut->take(*event)) {
        return;
    }
    const double width = highX() - lowX();
    const double center = m_crosshair.value_or(lowX() + width / 2);
    const auto moveCrosshair = [&](double by) {
        const double x = std::clamp(center + by * width, lowX(), highX());
        setCrosshair(x);
        Q_EMIT crosshairMoved(x);
    };
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(Qt::Horizontal, kStep, center); return;
    case Qt::Key_Minus: zoom(Qt::Horizontal, 1 / kStep, center); return;
    case Qt::Key_Left: moveCrosshair(-0.01); return;
    case Qt::Key_Right: moveCrosshair(0.01); return;
    case Qt::Key_Home: showAll(); return;
    default: QWidget::keyPressEvent(event);
    }
}

} // namespace halyard::views
