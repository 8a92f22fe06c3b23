// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/draw_pacer.h"
#include "views/charts/figure.h"
#include "views/charts/layer_grid.h"

#include <QWidget>

#include <memory>
#include <optional>

class QCPColorMap;
class QCPColorScale;
class QCPItemStraightLine;
class QCPLayer;
class QCustomPlot;

namespace halyard::views {

class PlainLabel;
class PopOut;

// Layer × step in viridis with a colour bar; the value under the pointer is said in words. Colours are logarithmic when
// all values are above 0, since a loss falls by factors.
class LayerHeatmap : public QWidget {
    Q_OBJECT

public:
    LayerHeatmap(const QString& title, const QString& valueLabel, QWidget* parent = nullptr);
    ~LayerHeatmap() override;

    void append(std::int64_t step, std::span<const double> perLayer);
    void clear();
    [[nodiscard]] const LayerGrid& grid() const { return m_grid; }
    void setCrosshair(std::optional<double> step);
    // "Layer 3, step 812: 0.041"; empty outside the data.
    [[nodiscard]] QString describe(std::size_t layer, double step) const;
    [[nodiscard]] Figure figure(FigureFormat format);
    void redrawNow();
    void setPacer(std::shared_ptr<DrawPacer> pacer);

Q_SIGNALS:
    void crosshairMoved(std::optional<double> step);
    void figureRequested(halyard::views::FigureFormat format);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildPlot(const QString& valueLabel);
    [[nodiscard]] QWidget* buildHeader(const QString& title);
    void schedule(DrawPacer::Why why = DrawPacer::Why::Person);
    void restyle();
    void fillMap();
    [[nodiscard]] QByteArray csv() const;

    PopOut* m_popOut = nullptr;
    PlainLabel* m_title = nullptr;
    PlainLabel* m_hover = nullptr;
    QCustomPlot* m_plot = nullptr;
    QCPColorMap* m_map = nullptr;
    QCPColorScale* m_scale = nullptr;
    QCPLayer* m_crosshairLayer = nullptr;
    QCPItemStraightLine* m_crosshairLine = nullptr;
    std::shared_ptr<DrawPacer> m_pacer;
    LayerGrid m_grid;
};

} // namespace halyard::views
