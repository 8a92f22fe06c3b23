// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/curve_data.h"
#include "views/charts/draw_pacer.h"
#include "views/charts/figure.h"

#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <span>

class QBoxLayout;
class QCPGraph;
class QCPItemStraightLine;
class QCPLayer;
class QCustomPlot;
class QToolButton;

namespace halyard::views {

class CurveLegend;
class PlainLabel;
class PopOut;

struct CurveLook {
    enum class Kind {
        Line, // raw behind, smoothed in front
        Dots, // few values that are each worth seeing: a measurement on held-out data
        Marks // the same, with a line from one to the next
    };
    QString name; // plain text
    int style = 1; // of seriesStyle()
    Kind kind = Kind::Line;
};

// Curves over steps that grow while they are watched. Scroll zooms x at the pointer, Shift+scroll y, dragging draws a box
// to zoom into, double click shows all again; with the keyboard: +, −, arrows, Home; W shows it in a window of its own. When it is drawn is for its pacer to
// say, and what that costs does not depend on the number of points.
class CurveChart : public QWidget {
    Q_OBJECT

public:
    CurveChart(const QString& title, const QString& yLabel, QWidget* parent = nullptr);
    ~CurveChart() override;

    [[nodiscard]] QString title() const;
    // The curve is made when there is none of this id.
    void setCurve(const QString& id, const CurveLook& look);
    void removeCurve(const QString& id);
    void append(const QString& id, std::span<const double> x, std::span<const double> y);
    void clearCurve(const QString& id);
    [[nodiscard]] const CurveData* curve(const QString& id) const;
    void setCurveVisible(const QString& id, bool visible);
    [[nodiscard]] bool isCurveVisible(const QString& id) const;
    void isolateCurve(const QString& id); // hides the others; again: shows all

    void setLogY(bool on);
    [[nodiscard]] bool isLogY() const { return m_logY; }
    void setSmoothing(double steps);
    // For values without noise: they are shown as they are, whatever setSmoothing() says.
    void setExact() { m_exact = true; }
    // For shares: y is shown from low to high, whatever the values, and never by its logarithm.
    void setYBounds(double low, double high);
    // Whether it stands above or below another of the same x: the legend is beside the curves, which leaves them the height, and
    // the same x is at the same place in both.
    void setStacked(bool on);
    // The whole reaches from low to high at least: the x of a chart that this one stands below.
    void setExtent(double low, double high);
    // While on, a zoomed view moves along with the newest point.
    void setFollow(bool on);
    [[nodiscard]] bool follows() const { return m_follow; }
    void setCrosshair(std::optional<double> x);
    void setXRange(double low, double high);
    void showAll();
    [[nodiscard]] double lowX() const;
    [[nodiscard]] double highX() const;

    // In the light theme, with title and names of the curves.
    [[nodiscard]] Figure figure(FigureFormat format);
    // What the pacer does, at once.
    void redrawNow();
    // Together with other figures; before, it has one of its own.
    void setPacer(std::shared_ptr<DrawPacer> pacer);

Q_SIGNALS:
    void crosshairMoved(std::optional<double> x);
    void xRangeChanged(double low, double high);
    void allShown();
    void followChanged(bool on); // by a zoom to where the newest point is not seen
    void figureRequested(halyard::views::FigureFormat format);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Curve {
        CurveLook look;
        CurveData data;
        bool visible = true;
        QCPGraph* raw = nullptr;
        QCPGraph* smooth = nullptr; // of lines
    };

    void buildPlot();
    [[nodiscard]] QWidget* buildHeader(const QString& title, const QString& yLabel);
    void schedule(DrawPacer::Why why = DrawPacer::Why::Person);
    void restyle();
    void style(Curve& curve);
    void fitRanges();
    void fillGraphs();
    void updateLegend();
    void zoom(Qt::Orientation direction, double factor, double center);
    void zoomInto(const QRect& box);
    void stopFollowingBefore(double high);
    [[nodiscard]] std::optional<std::pair<double, double>> wholeX() const;
    [[nodiscard]] QByteArray csv() const;
    [[nodiscard]] QByteArray drawn(FigureFormat format);

    PopOut* m_popOut = nullptr;
    PlainLabel* m_title = nullptr;
    PlainLabel* m_unit = nullptr;
    QToolButton* m_logButton = nullptr;
    QBoxLayout* m_body = nullptr; // of plot and legend
    QCustomPlot* m_plot = nullptr;
    QCPLayer* m_crosshairLayer = nullptr;
    QCPItemStraightLine* m_crosshairLine = nullptr;
    CurveLegend* m_legend = nullptr;
    std::shared_ptr<DrawPacer> m_pacer;
    std::map<QString, std::unique_ptr<Curve>> m_curves;
    double m_smoothing = 0;
    bool m_exact = false;
    bool m_logY = false;
    bool m_follow = true;
    std::optional<double> m_crosshair;
    std::optional<std::pair<double, double>> m_yBounds;
    std::optional<std::pair<double, double>> m_extent;
    std::optional<std::pair<double, double>> m_userX; // none: all
    std::optional<std::pair<double, double>> m_userY;
};

} // namespace halyard::views
