// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/icon_label.h"

#include "views/theme/line_icon.h"

#include <QPainter>

namespace halyard::views {

IconLabel::IconLabel(const QString& icon, Tone tone, QWidget* parent, int side)
    : QWidget(parent), m_icon(icon), m_tone(tone), m_side(side) {
    setFixedSize(side, side);
}

void IconLabel::setIcon(const QString& icon, Tone tone) {
    m_icon = icon;
    m_tone = tone;
    update();
}

void IconLabel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    lineIcon(m_icon, m_tone).paint(&painter, rect());
}

} // namespace halyard::views
