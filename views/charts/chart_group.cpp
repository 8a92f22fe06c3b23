// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/chart_group.h"

#include "views/charts/layer_heatmap.h"

namespace halyard::views {

void ChartGroup::add(CurveChart* chart) {
    m_charts.emplace_back(chart);
    chart->setPacer(m_pacer);
    connect(chart, &CurveChart::crosshairMoved, this, [this](std::optional<double> x) { moveCrosshair(x); });
    connect(chart, &CurveChart::xRangeChanged, this, [this, chart](double low, double high) {
        for (const auto& other : m_charts) {
            if (other && other != chart) {
                other->setXRange(low, high);
            }
        }
    });
    connect(chart, &CurveChart::followChanged, this, [this](bool on) {
        setFollow(on);
        Q_EMIT followChanged(on);
    });
    connect(chart, &CurveChart::allShown, this, [this] {
        for (const auto& other : m_charts) {
            if (other) {
                const QSignalBlocker quiet(other);
                other->showAll();
            }
        }
    });
}

void ChartGroup::add(LayerHeatmap* heatmap) {
    m_heatmaps.emplace_back(heatmap);
    heatmap->setPacer(m_pacer);
    connect(heatmap, &LayerHeatmap::crosshairMoved, this, [this](std::optional<double> x) { moveCrosshair(x); });
}

void ChartGroup::moveCrosshair(std::optional<double> x) {
    for (const auto& chart : m_charts) {
        if (chart) {
            chart->setCrosshair(x);
        }
    }
    for (const auto& heatmap : m_heatmaps) {
        if (heatmap) {
            heatmap->setCrosshair(x);
        }
    }
}

void ChartGroup::setSmoothing(double steps) {
    for (const auto& chart : m_charts) {
        if (chart) {
            chart->setSmoothing(steps);
        }
    }
}

void ChartGroup::setFollow(bool on) {
    for (const auto& chart : m_charts) {
        if (chart) {
            chart->setFollow(on);
        }
    }
}

} // namespace halyard::views
