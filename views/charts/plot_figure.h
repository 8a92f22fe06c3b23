// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/figure.h"

class QCustomPlot;

namespace halyard::views {

// A field of a CSV file: quoted, and what a spreadsheet would take for a formula is marked as text.
[[nodiscard]] QByteArray csvField(const QString& text);

// The plot as it is now, in the size of a paper's figure, as PNG or SVG.
[[nodiscard]] QByteArray drawnPlot(QCustomPlot& plot, FigureFormat format, const QString& title);
// "png", "svg", "csv"
[[nodiscard]] QString suffixOf(FigureFormat format);

} // namespace halyard::views
