// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme/theme.h"

#include <QWidget>

namespace halyard::views {

// A line icon in the middle of a text; drawn anew when the theme changes.
class IconLabel : public QWidget {
    Q_OBJECT

public:
    IconLabel(const QString& icon, Tone tone, QWidget* parent = nullptr, int side = 18);
    void setIcon(const QString& icon, Tone tone);
    [[nodiscard]] QSize sizeHint() const override { return {m_side, m_side}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    Tone m_tone;
    int m_side;
};

} // namespace halyard::views
