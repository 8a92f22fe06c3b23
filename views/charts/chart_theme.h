// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme/series_style.h"
#include "views/theme/theme.h"

#include <qcustomplot.h>

namespace halyard::views {

// Gives a plot the colours and fonts of a theme; QCustomPlot itself knows no palette.
void applyChartTheme(QCustomPlot& plot, ThemeMode mode);
// The same for an axis made later, such as that of a colour bar.
void applyAxisTheme(QCPAxis& axis, ThemeMode mode, bool grid);

// The marker of a series, filled with the colour inside; size in pixels.
[[nodiscard]] QCPScatterStyle scatterOf(const SeriesStyle& look, const QColor& inside, double size);

// Labels as numberText() and shortCountText() write them.
class NumberTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
};

// Shares of 1 in percent.
class PercentTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
};

// Ticks of a logarithmic axis that suit its range: even steps within a decade, 1-2-5 in a few, powers of ten beyond.
class LogTicker : public NumberTicker {
protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QVector<double> createSubTickVector(int subTickCount, const QVector<double>& ticks) override;
};

} // namespace halyard::views
