// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/curve_chart.h"

#include <QObject>
#include <QPointer>

#include <vector>

namespace halyard::views {

class LayerHeatmap;

// Charts of one run: one crosshair moves in all of them, a zoom of x in one is a zoom in all, and
// they are drawn one after another.
class ChartGroup : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    void add(CurveChart* chart);
    void add(LayerHeatmap* heatmap);
    void setSmoothing(double steps);
    void setFollow(bool on);

Q_SIGNALS:
    void followChanged(bool on);

private:
    void moveCrosshair(std::optional<double> x);

    std::shared_ptr<DrawPacer> m_pacer = std::make_shared<DrawPacer>();
    std::vector<QPointer<CurveChart>> m_charts;
    std::vector<QPointer<LayerHeatmap>> m_heatmaps;
};

} // namespace halyard::views
