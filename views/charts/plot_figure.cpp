// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/plot_figure.h"

#include "views/text/plain_text.h"

#include <QBuffer>
#include <QSvgGenerator>

#include <qcustomplot.h>

namespace halyard::views {

namespace {

constexpr int kWidth = 720; // of a figure, in points of 1/96 inch
constexpr int kHeight = 420;
constexpr int kDotsPerInch = 300;

} // namespace

QByteArray csvField(const QString& text) {
    QByteArray out = shownText(text).toUtf8();
    // A spreadsheet takes a field that begins so for a formula.
    if (!out.isEmpty() && QByteArrayView("=+-@").contains(out.front())) {
        out.prepend('\'');
    }
    out.replace("\"", "\"\"");
    return '"' + out + '"';
}

QByteArray drawnPlot(QCustomPlot& plot, FigureFormat format, const QString& title) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (format == FigureFormat::Png) {
        plot.toPixmap(kWidth, kHeight, kDotsPerInch / 96.0).save(&buffer, "PNG");
        return buffer.data();
    }
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(QSize(kWidth, kHeight));
    generator.setViewBox(QRect(0, 0, kWidth, kHeight));
    generator.setTitle(title);
    QCPPainter painter;
    painter.begin(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, kWidth, kHeight);
    painter.end();
    return buffer.data();
}

QString suffixOf(FigureFormat format) {
    switch (format) {
    case FigureFormat::Png: return QStringLiteral("png");
    case FigureFormat::Svg: return QStringLiteral("svg");
    case FigureFormat::Csv: return QStringLiteral("csv");
    }
    return {};
}

} // namespace halyard::views
