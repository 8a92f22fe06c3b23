// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/curve_chart.h"

#include "views/charts/chart_theme.h"
#include "views/charts/curve_legend.h"
#include "views/charts/figure_menu.h"
#include "views/charts/pop_out.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/series_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr int kLegendPart = 3; // of the height that names may take below the curves
constexpr int kBesideWidth = 250; // of a legend, pixels
constexpr int kWidestTick = 52;   // of the labels of a y axis, pixels

} // namespace

CurveChart::CurveChart(const QString& title, const QString& yLabel, QWidget* parent) : QWidget(parent) {
    makeCard(*this);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title);
    m_popOut = new PopOut(*this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
    layout->setSpacing(2);
    layout->addWidget(buildHeader(title, yLabel));
    buildPlot();
    m_body = new QBoxLayout(QBoxLayout::TopToBottom);
    m_body->setSpacing(2);
    layout->addLayout(m_body, 1);
    m_body->addWidget(m_plot, 1);
    m_legend = new CurveLegend(this);
    m_body->addWidget(m_legend);
    connect(m_legend, &CurveLegend::toggled, this, [this](const QString& id) { setCurveVisible(id, !isCurveVisible(id)); });
    connect(m_legend, &CurveLegend::isolated, this, [this](const QString& id) { isolateCurve(id); });
    setPacer(std::make_shared<DrawPacer>());
    setStacked(false);
    restyle();
}

CurveChart::~CurveChart() {
    m_pacer->remove(*this);
}

void CurveChart::setPacer(std::shared_ptr<DrawPacer> pacer) {
    if (m_pacer) {
        m_pacer->remove(*this);
    }
    m_pacer = std::move(pacer);
    m_pacer->add(*this, [this] { redrawNow(); });
    schedule();
}

QWidget* CurveChart::buildHeader(const QString& title, const QString& yLabel) {
    auto* header = new QWidget(this);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(4, 0, 0, 0);
    layout->setSpacing(2);
    auto* label = new PlainLabel(title, header);
    setTextSize(*label, TextSize::Body, true);
    m_title = label;
    layout->addWidget(label);
    // The unit stands here and not along the axis, where a low chart would have no room for it.
    m_unit = new PlainLabel(yLabel, header);
    setTone(*m_unit, Tone::Muted);
    setTextSize(*m_unit, TextSize::Small);
    m_unit->setContentsMargins(kGrid, 0, 0, 0);
    layout->addWidget(m_unit, 1);
    m_logButton = new QToolButton(header);
    m_logButton->setText(tr("log"));
    m_logButton->setToolTip(tr("Logarithmic y axis"));
    m_logButton->setCheckable(true);
    connect(m_logButton, &QToolButton::toggled, this, [this](bool on) { setLogY(on); });
    layout->addWidget(m_logButton);
    auto* all = new QToolButton(header);
    all->setIcon(lineIcon(QStringLiteral("zoom-reset")));
    all->setToolTip(tr("Show all (Home)"));
    connect(all, &QToolButton::clicked, this, [this] { showAll(); });
    layout->addWidget(all);
    layout->addWidget(makeFigureButton(header, [this](FigureFormat format) { Q_EMIT figureRequested(format); }));
    layout->addWidget(m_popOut->makeButton(header));
    return header;
}

void CurveChart::buildPlot() {
    m_plot = new QCustomPlot(this);
    m_plot->setMinimumSize(160, 90);
    m_plot->setNoAntialiasingOnDrag(true);
    m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker));
    m_plot->yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker));
    m_plot->setSelectionRectMode(QCP::srmCustom);
    connect(m_plot->selectionRect(), &QCPSelectionRect::accepted, this,
            [this](const QRect& box, QMouseEvent*) { zoomInto(box); });
    m_plot->addLayer(QStringLiteral("crosshair"), nullptr, QCustomPlot::limAbove);
    m_crosshairLayer = m_plot->layer(QStringLiteral("crosshair"));
    m_crosshairLayer->setMode(QCPLayer::lmBuffered);
    m_crosshairLine = new QCPItemStraightLine(m_plot);
    m_crosshairLine->setLayer(m_crosshairLayer);
    m_crosshairLine->setVisible(false);
    m_plot->setFocusProxy(this);
    m_plot->installEventFilter(this);
}

QString CurveChart::title() const {
    return m_title->plainText();
}

// ---- curves ----

void CurveChart::setCurve(const QString& id, const CurveLook& look) {
    std::unique_ptr<Curve>& curve = m_curves[id];
    if (!curve) {
        curve = std::make_unique<Curve>();
        curve->raw = m_plot->addGraph();
        curve->data.setWindow(m_smoothing);
    }
    curve->look = look;
    if (look.kind == CurveLook::Kind::Line && curve->smooth == nullptr) {
        curve->smooth = m_plot->addGraph();
    }
    style(*curve);
    schedule();
}

void CurveChart::removeCurve(const QString& id) {
    const auto found = m_curves.find(id);
    if (found == m_curves.end()) {
        return;
    }
    m_plot->removeGraph(found->second->raw);
    if (found->second->smooth != nullptr) {
        m_plot->removeGraph(found->second->smooth);
    }
    m_curves.erase(found);
    schedule();
}

void CurveChart::append(const QString& id, std::span<const double> x, std::span<const double> y) {
    const auto found = m_curves.find(id);
    if (found == m_curves.end() || x.empty()) {
        return;
    }
    found->second->data.append(x, y);
    schedule(DrawPacer::Why::Values);
}

void CurveChart::clearCurve(const QString& id) {
    if (const auto found = m_curves.find(id); found != m_curves.end()) {
        found->second->data.clear();
        schedule(DrawPacer::Why::Values);
    }
}

const CurveData* CurveChart::curve(const QString& id) const {
    const auto found = m_curves.find(id);
    return found == m_curves.end() ? nullptr : &found->second->data;
}

void CurveChart::setCurveVisible(const QString& id, bool visible) {
    if (const auto found = m_curves.find(id); found != m_curves.end()) {
        found->second->visible = visible;
        schedule();
    }
}

bool CurveChart::isCurveVisible(const QString& id) const {
    const auto found = m_curves.find(id);
    return found != m_curves.end() && found->second->visible;
}

void CurveChart::isolateCurve(const QString& id) {
    const bool alone = std::all_of(m_curves.begin(), m_curves.end(),
                                   [&](const auto& entry) { return entry.second->visible == (entry.first == id); });
    for (auto& [name, curve] : m_curves) {
        curve->visible = alone || name == id;
    }
    schedule();
}

// ---- how they are shown ----

void CurveChart::setLogY(bool on) {
    if (on == m_logY) {
        return;
    }
    m_logY = on;
    m_logButton->setChecked(on);
    m_plot->yAxis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setTicker(on ? QSharedPointer<QCPAxisTicker>(new LogTicker) : QSharedPointer<QCPAxisTicker>(new NumberTicker));
    m_userY.reset();
    schedule();
}

void CurveChart::setSmoothing(double steps) {
    if (m_exact) {
        return;
    }
    m_smoothing = steps;
    for (auto& [id, curve] : m_curves) {
        if (curve->look.kind == CurveLook::Kind::Line) {
            curve->data.setWindow(steps);
        }
        style(*curve);
    }
    schedule();
}

void CurveChart::setYBounds(double low, double high) {
    m_yBounds = {low, high};
    m_logButton->hide();
    setLogY(false);
    schedule();
}

void CurveChart::setStacked(bool on) {
    m_body->setDirection(on ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_body->setAlignment(m_legend, on ? Qt::AlignTop : Qt::Alignment());
    m_legend->setMinimumWidth(on ? kBesideWidth : 0);
    m_legend->setMaximumWidth(on ? kBesideWidth : QWIDGETSIZE_MAX);
    // Half a label of the highest tick, which may stand at the very top, has room.
    m_plot->axisRect()->setMinimumMargins(on ? QMargins(kWidestTick, 10, 10, 4) : QMargins(8, 6, 10, 4));
    schedule();
}

void CurveChart::setExtent(double low, double high) {
    if (m_extent != std::pair(low, high)) {
        m_extent = {low, high};
        schedule(DrawPacer::Why::Values);
    }
}

void CurveChart::setFollow(bool on) {
    m_follow = on;
    schedule();
}

void CurveChart::setCrosshair(std::optional<double> x) {
    if (x == m_crosshair) {
        return;
    }
    m_crosshair = x;
    m_crosshairLine->setVisible(x.has_value());
    if (x) {
        m_crosshairLine->point1->setCoords(*x, m_plot->yAxis->range().lower);
        m_crosshairLine->point2->setCoords(*x, m_plot->yAxis->range().upper);
    }
    m_crosshairLayer->replot();
    updateLegend();
}

void CurveChart::setXRange(double low, double high) {
    if (!(high > low)) {
        return;
    }
    m_userX = {low, high};
    schedule();
}

void CurveChart::showAll() {
    m_userX.reset();
    m_userY.reset();
    schedule();
    Q_EMIT allShown();
}

double CurveChart::lowX() const {
    return m_plot->xAxis->range().lower;
}

double CurveChart::highX() const {
    return m_plot->xAxis->range().upper;
}

std::optional<std::pair<double, double>> CurveChart::wholeX() const {
    std::optional<std::pair<double, double>> out = m_extent;
    for (const auto& [id, curve] : m_curves) {
        if (!curve->data.empty()) {
            out = out ? std::pair(std::min(out->first, curve->data.firstX()), std::max(out->second, curve->data.lastX()))
                      : std::pair(curve->data.firstX(), curve->data.lastX());
        }
    }
    return out;
}

void CurveChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool isBelow = m_body->direction() == QBoxLayout::TopToBottom;
    m_legend->setMaximumHeight(isBelow ? std::max(m_legend->minimumSizeHint().height(), height() / kLegendPart) : QWIDGETSIZE_MAX);
    schedule(); // another number of columns
}

void CurveChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // Right after QApplication::setPalette the palette of a widget is still the old one; this event comes after.
    if (event->type() == QEvent::PaletteChange && m_plot != nullptr && m_crosshairLine != nullptr) {
        restyle();
    }
}

} // namespace halyard::views
