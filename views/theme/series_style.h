// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme/theme.h"

#include <QColor>

namespace halyard::views {

enum class SeriesMarker {
    Circle,
    Square,
    Triangle,
    Diamond,
    Cross,
    Plus,
    Star,
    Disc
};

// A series is told from others by colour, dash and marker alike.
struct SeriesStyle {
    QColor color;
    Qt::PenStyle dash = Qt::SolidLine;
    SeriesMarker marker = SeriesMarker::Circle;
};

// The eight colours of Okabe and Ito (2008), "Color universal design". 0 is the teacher (black or white by theme), 1 the
// student (blue), 2 constant scaling (orange), 3 no scaling (vermillion), then sky, green, purple, yellow; beyond
// these the order repeats with other dashes. Blue is lighter in the dark theme and yellow darker in the light one, so that
// each has a contrast of at least 3:1 on its surface.
constexpr int kTeacherSeries = 0;
constexpr int kStudentSeries = 1;
[[nodiscard]] SeriesStyle seriesStyle(int index, ThemeMode mode);

// Viridis (van der Walt and Smith, 2015), position 0…1; outside it is clamped.
[[nodiscard]] QColor viridis(double position);

} // namespace halyard::views
