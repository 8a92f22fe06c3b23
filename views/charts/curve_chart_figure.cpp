// SPDX-License-Identifier: GPL-3.0-or-later
// A CurveChart as a file for a paper or a table.
#include "views/charts/chart_theme.h"
#include "views/charts/curve_chart.h"
#include "views/charts/plot_figure.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/series_style.h"

#include <cmath>
#include <set>

namespace halyard::views {

namespace {

QByteArray number(double value) {
    return std::isfinite(value) ? QByteArray::number(value, 'g', 10) : QByteArray();
}

} // namespace

Figure CurveChart::figure(FigureFormat format) {
    Figure out;
    out.name = title();
    out.suffix = suffixOf(format);
    out.bytes = format == FigureFormat::Csv ? csv() : drawn(format);
    return out;
}

QByteArray CurveChart::csv() const {
    std::set<double> steps;
    QByteArray out = "step";
    for (const auto& [id, curve] : m_curves) {
        for (std::size_t i = 0; i < curve->data.size(); ++i) {
            steps.insert(curve->data.raw(i).x);
        }
        out += ',' + csvField(curve->look.name);
    }
    out += '\n';
    std::map<QString, std::size_t> at;
    for (const double step : steps) {
        out += number(step);
        for (const auto& [id, curve] : m_curves) {
            out += ',';
            std::size_t& next = at[id];
            if (next < curve->data.size() && curve->data.raw(next).x == step) {
                out += number(curve->data.raw(next++).y);
            }
        }
        out += '\n';
    }
    return out;
}

QByteArray CurveChart::drawn(FigureFormat format) {
    redrawNow();
    applyChartTheme(*m_plot, ThemeMode::Light);
    m_crosshairLine->setVisible(false);
    m_plot->xAxis->setLabel(tr("step"));
    m_plot->yAxis->setLabel(m_unit->plainText().isEmpty() ? title() : m_unit->plainText());
    m_plot->plotLayout()->insertRow(0);
    auto* heading = new QCPTextElement(m_plot, title(), textFont(TextSize::Body, true));
    heading->setTextColor(themeColors(ThemeMode::Light).text);
    m_plot->plotLayout()->addElement(0, 0, heading);
    for (auto& [id, curve] : m_curves) {
        const SeriesStyle look = seriesStyle(curve->look.style, ThemeMode::Light);
        QCPGraph* named = curve->smooth != nullptr && curve->data.isSmoothed() ? curve->smooth : curve->raw;
        named->setPen(QPen(look.color, named->pen().widthF(), named->pen().style()));
        named->setName(shownText(curve->look.name, 80));
        if (curve->visible) {
            named->addToLegend();
        }
    }
    m_plot->legend->setVisible(true);
    m_plot->legend->setFont(textFont(TextSize::Small));
    m_plot->legend->setTextColor(themeColors(ThemeMode::Light).text);
    m_plot->legend->setBorderPen(Qt::NoPen);
    m_plot->legend->setBrush(QBrush(QColor(255, 255, 255, 210)));

    QByteArray out = drawnPlot(*m_plot, format, title());

    m_plot->legend->setVisible(false);
    m_plot->legend->clearItems();
    m_plot->plotLayout()->remove(heading);
    m_plot->plotLayout()->simplify();
    m_plot->yAxis->setLabel({});
    m_crosshairLine->setVisible(m_crosshair.has_value());
    restyle();
    redrawNow();
    return out;
}

} // namespace halyard::views
