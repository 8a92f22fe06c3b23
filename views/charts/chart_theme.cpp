// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/chart_theme.h"

#include "views/text/number_text.h"
#include "views/text/share_text.h"

#include <array>
#include <cmath>

namespace halyard::views {

void applyAxisTheme(QCPAxis& axis, ThemeMode mode, bool grid) {
    const ThemeColors& colors = themeColors(mode);
    axis.setBasePen(QPen(colors.border, 1));
    axis.setTickPen(QPen(colors.border, 1));
    axis.setSubTickPen(Qt::NoPen);
    axis.setTickLabelColor(colors.muted);
    axis.setLabelColor(colors.muted);
    axis.setTickLabelFont(textFont(TextSize::Small));
    axis.setLabelFont(textFont(TextSize::Small));
    axis.setTickLengthOut(3);
    axis.setTickLengthIn(0);
    axis.setTickLabelPadding(4);
    axis.setLabelPadding(4);
    QColor line = colors.border;
    line.setAlphaF(mode == ThemeMode::Dark ? 0.45F : 0.55F);
    axis.grid()->setVisible(grid);
    axis.grid()->setPen(QPen(line, 1));
    axis.grid()->setSubGridVisible(false);
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

void applyChartTheme(QCustomPlot& plot, ThemeMode mode) {
    const ThemeColors& colors = themeColors(mode);
    plot.setBackground(QBrush(colors.surface));
    plot.setLocale(QLocale());
    for (QCPAxisRect* rect : plot.axisRects()) {
        rect->setBackground(QBrush(colors.surface));
    }
    // Also the axes of colour bars, which axisRects() does not tell of.
    for (QCPAxis* axis : plot.findChildren<QCPAxis*>()) {
        applyAxisTheme(*axis, mode, axis == plot.yAxis);
    }
}

QCPScatterStyle scatterOf(const SeriesStyle& look, const QColor& inside, double size) {
    static constexpr std::array kShapes = {QCPScatterStyle::ssCircle,   QCPScatterStyle::ssSquare, QCPScatterStyle::ssTriangle,
                                           QCPScatterStyle::ssDiamond,  QCPScatterStyle::ssCross,  QCPScatterStyle::ssPlus,
                                           QCPScatterStyle::ssStar,     QCPScatterStyle::ssDisc};
    return {kShapes[static_cast<std::size_t>(look.marker)], QPen(look.color, 1.6), QBrush(inside), size};
}

QString NumberTicker::getTickLabel(double tick, const QLocale& /*locale*/, QChar /*format*/, int /*precision*/) {
    // What is 0 but for rounding is 0.
    if (std::abs(tick) < 1e-15) {
        return QStringLiteral("0");
    }
    return std::abs(tick) >= 1e4 ? shortCountText(tick) : numberText(tick, 3);
}

QString PercentTicker::getTickLabel(double tick, const QLocale& /*locale*/, QChar /*format*/, int /*precision*/) {
    return shareText(tick);
}

QVector<double> LogTicker::createTickVector(double tickStep, const QCPRange& range) {
    const double ratio = range.lower > 0 ? range.upper / range.lower : 0;
    if (ratio < 8) {
        return QCPAxisTicker::createTickVector(tickStep, range);
    }
    const int first = static_cast<int>(std::floor(std::log10(range.lower)));
    const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
    const int stride = std::max(1, (last - first) / 6);
    QVector<double> ticks;
    for (int decade = first; decade <= last; ++decade) {
        for (const double part : {1.0, 2.0, 5.0}) {
            if ((part == 1.0 && (decade - first) % stride == 0) || ratio < 300) {
                ticks << part * std::pow(10.0, decade);
            }
        }
    }
    return ticks;
}

QVector<double> LogTicker::createSubTickVector(int /*subTickCount*/, const QVector<double>& /*ticks*/) {
    return {};
}

} // namespace halyard::views
