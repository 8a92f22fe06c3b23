// SPDX-License-Identifier: GPL-3.0-or-later
// What a CurveChart draws of its curves, and how they look.
#include "views/charts/chart_theme.h"
#include "views/charts/curve_chart.h"
#include "views/charts/curve_legend.h"
#include "views/text/plain_text.h"
#include "views/theme/series_style.h"

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr double kPad = 0.06; // of the range of the values, above and below
constexpr int kHeightForLabel = 130; // of a plot, below which the label of the x axis is left out

void putPoints(QCPGraph& graph, const std::vector<CurvePoint>& points) {
    QVector<QCPGraphData> data;
    data.reserve(static_cast<qsizetype>(points.size()));
    for (const CurvePoint& point : points) {
        data.append(QCPGraphData(point.x, point.y));
    }
    graph.data()->set(data, true);
}

} // namespace

void CurveChart::schedule(DrawPacer::Why why) {
    m_pacer->ask(*this, why);
}

void CurveChart::redrawNow() {
    m_pacer->drawn(*this);
    m_plot->xAxis->setLabel(m_plot->height() >= kHeightForLabel ? tr("step") : QString());
    m_plot->xAxis->ticker()->setTickCount(std::clamp(m_plot->width() / 90, 2, 8));
    m_plot->yAxis->ticker()->setTickCount(std::clamp(m_plot->height() / 36, 2, 6));
    fitRanges();
    fillGraphs();
    m_plot->replot();
    updateLegend();
}

void CurveChart::fitRanges() {
    const auto whole = wholeX();
    if (m_userX) {
        if (m_follow && whole && whole->second > m_userX->second) {
            const double width = m_userX->second - m_userX->first;
            m_userX = {whole->second - width, whole->second};
        }
        m_plot->xAxis->setRange(m_userX->first, m_userX->second);
        return;
    }
    const double low = whole ? whole->first : 0;
    const double high = whole ? whole->second : 1;
    const double pad = std::max(high - low, 1.0) * 0.01;
    m_plot->xAxis->setRange(low - pad, high + pad);
}

void CurveChart::fillGraphs() {
    const int columns = std::max(m_plot->axisRect()->width(), 50);
    MinMax seen;
    for (auto& [id, curve] : m_curves) {
        curve->raw->setVisible(curve->visible);
        if (curve->smooth != nullptr) {
            curve->smooth->setVisible(curve->visible && curve->data.isSmoothed());
        }
        if (!curve->visible) {
            continue;
        }
        std::vector<CurvePoint> points = curve->data.decimated(lowX(), highX(), columns, false);
        for (CurvePoint& point : points) {
            if (m_logY && point.y <= 0) {
                point.y = std::nan(""); // has no place on the axis
            } else if (std::isfinite(point.y) && point.x >= lowX() && point.x <= highX()) {
                seen = {seen.any ? std::min(seen.least, point.y) : point.y, seen.any ? std::max(seen.most, point.y) : point.y, true};
            }
        }
        putPoints(*curve->raw, points);
        if (curve->smooth != nullptr) {
            putPoints(*curve->smooth, curve->data.decimated(lowX(), highX(), columns, true));
        }
    }
    if (m_userY) {
        m_plot->yAxis->setRange(m_userY->first, m_userY->second);
    } else if (m_yBounds) {
        const double pad = (m_yBounds->second - m_yBounds->first) * kPad;
        m_plot->yAxis->setRange(m_yBounds->first - pad, m_yBounds->second + pad);
    } else if (m_logY) {
        const double low = seen.any ? seen.least : 0.1;
        const double high = seen.any ? std::max(seen.most, low * 1.05) : 1;
        const double pad = std::pow(high / low, kPad);
        m_plot->yAxis->setRange(low / pad, high * pad);
    } else {
        const double low = seen.any ? seen.least : 0;
        const double high = seen.any ? seen.most : 1;
        const double pad = std::max((high - low) * kPad, std::abs(high) * 1e-6 + 1e-12);
        m_plot->yAxis->setRange(low - pad, high + pad);
    }
}

void CurveChart::updateLegend() {
    std::vector<CurveLegend::Row> rows;
    for (const auto& [id, curve] : m_curves) {
        CurveLegend::Row row;
        row.id = id;
        row.name = curve->look.name;
        row.style = seriesStyle(curve->look.style, themeOf(palette()));
        row.dots = curve->look.kind == CurveLook::Kind::Dots;
        row.visible = curve->visible;
        row.last = curve->data.last();
        row.least = curve->data.least();
        if (m_crosshair) {
            if (const auto at = curve->data.nearest(*m_crosshair)) {
                row.atCrosshair = curve->data.raw(*at).y;
            }
        }
        rows.push_back(std::move(row));
    }
    m_legend->setRows(rows);
}

void CurveChart::style(Curve& curve) {
    const SeriesStyle look = seriesStyle(curve.look.style, themeOf(palette()));
    curve.raw->setName(shownText(curve.look.name, 200));
    if (curve.look.kind == CurveLook::Kind::Dots) {
        curve.raw->setLineStyle(QCPGraph::lsNone);
        curve.raw->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(look.color, 1.5),
                                                   QBrush(themeColors(palette()).surface), 6));
        return;
    }
    if (curve.look.kind == CurveLook::Kind::Marks) {
        curve.raw->setPen(QPen(look.color, 1.6, look.dash));
        curve.raw->setScatterStyle(scatterOf(look, themeColors(palette()).surface, 6));
        return;
    }
    // Thick or antialiased lines over a noisy curve are what makes drawing slow: the raw one is neither.
    QColor behind = look.color;
    if (m_smoothing > 0) {
        behind.setAlphaF(0.35F);
    }
    curve.raw->setAntialiased(m_smoothing <= 0);
    curve.raw->setPen(QPen(behind, 1, m_smoothing > 0 ? Qt::SolidLine : look.dash));
    curve.smooth->setPen(QPen(look.color, 1.6, look.dash));
}

void CurveChart::restyle() {
    const ThemeMode mode = themeOf(palette());
    applyChartTheme(*m_plot, mode);
    m_crosshairLine->setPen(QPen(themeColors(mode).muted, 1, Qt::DashLine));
    for (auto& [id, curve] : m_curves) {
        style(*curve);
    }
    schedule();
}

} // namespace halyard::views
