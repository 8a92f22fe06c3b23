// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/state_badge.h"

#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QPainter>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kShape = 18;
constexpr int kGap = 6;

} // namespace

void paintState(QPainter& painter, const QRect& square, RunState state, double progress, const QPalette& palette) {
    if (state != RunState::Running) {
        lineIcon(stateIcon(state), stateTone(state)).paint(&painter, square);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ring = QRectF(square).adjusted(2, 2, -2, -2);
    painter.setPen(QPen(themeColors(palette).border, 2));
    painter.drawEllipse(ring);
    painter.setPen(QPen(themeColors(palette).accent, 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(ring, 90 * 16, -static_cast<int>(std::clamp(progress, 0.0, 1.0) * 360 * 16));
    painter.setPen(Qt::NoPen);
    painter.setBrush(themeColors(palette).accent);
    painter.drawEllipse(ring.center(), square.width() * 0.16, square.width() * 0.16);
    painter.restore();
}

StateBadge::StateBadge(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateBadge::setState(RunState state, const QString& word, double progress) {
    m_state = state;
    m_word = shownText(word, 100);
    m_progress = progress;
    setAccessibleName(m_word);
    updateGeometry();
    update();
}

QSize StateBadge::sizeHint() const {
    return {kShape + kGap + fontMetrics().horizontalAdvance(m_word) + 2, std::max(kShape, fontMetrics().height())};
}

void StateBadge::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paintState(painter, QRect(0, (height() - kShape) / 2, kShape, kShape), m_state, m_progress, palette());
    painter.setPen(toneColor(stateTone(m_state), palette()));
    painter.drawText(rect().adjusted(kShape + kGap, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, m_word);
}

} // namespace halyard::views
