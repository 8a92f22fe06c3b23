// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/layer_heatmap.h"

#include "views/charts/chart_theme.h"
#include "views/charts/figure_menu.h"
#include "views/charts/plot_figure.h"
#include "views/charts/pop_out.h"
#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/theme/series_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

QCPColorGradient viridisGradient() {
    QCPColorGradient gradient;
    gradient.clearColorStops();
    constexpr int kStops = 32;
    for (int i = 0; i <= kStops; ++i) {
        gradient.setColorStopAt(static_cast<double>(i) / kStops, viridis(static_cast<double>(i) / kStops));
    }
    gradient.setNanHandling(QCPColorGradient::nhTransparent);
    return gradient;
}

} // namespace

LayerHeatmap::LayerHeatmap(const QString& title, const QString& valueLabel, QWidget* parent) : QWidget(parent) {
    makeCard(*this);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title);
    m_popOut = new PopOut(*this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
    layout->setSpacing(2);
    layout->addWidget(buildHeader(title));
    buildPlot(valueLabel);
    layout->addWidget(m_plot, 1);
    m_hover = new PlainLabel(this);
    setTextSize(*m_hover, TextSize::Small);
    setTone(*m_hover, Tone::Muted);
    m_hover->setContentsMargins(4, 0, 4, 4);
    m_hover->setPlainText(tr("Point at a cell to read its value."));
    layout->addWidget(m_hover);
    setPacer(std::make_shared<DrawPacer>());
    restyle();
}

LayerHeatmap::~LayerHeatmap() {
    m_pacer->remove(*this);
}

void LayerHeatmap::setPacer(std::shared_ptr<DrawPacer> pacer) {
    if (m_pacer) {
        m_pacer->remove(*this);
    }
    m_pacer = std::move(pacer);
    m_pacer->add(*this, [this] { redrawNow(); });
    schedule();
}

QWidget* LayerHeatmap::buildHeader(const QString& title) {
    auto* header = new QWidget(this);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(4, 0, 0, 0);
    m_title = new PlainLabel(title, header);
    setTextSize(*m_title, TextSize::Body, true);
    layout->addWidget(m_title, 1);
    layout->addWidget(makeFigureButton(header, [this](FigureFormat format) { Q_EMIT figureRequested(format); }));
    layout->addWidget(m_popOut->makeButton(header));
    return header;
}

void LayerHeatmap::buildPlot(const QString& valueLabel) {
    m_plot = new QCustomPlot(this);
    m_plot->setMinimumSize(200, 90);
    m_plot->xAxis->setLabel(tr("step"));
    m_plot->yAxis->setLabel(tr("layer"));
    m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker));
    m_plot->yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker));
    m_plot->xAxis->ticker()->setTickCount(4);
    m_plot->axisRect()->setMinimumMargins(QMargins(8, 6, 10, 4));
    m_map = new QCPColorMap(m_plot->xAxis, m_plot->yAxis);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    m_map->setGradient(viridisGradient());
    m_scale = new QCPColorScale(m_plot);
    m_scale->setType(QCPAxis::atRight);
    m_scale->setBarWidth(12);
    m_scale->setGradient(viridisGradient());
    m_scale->axis()->setLabel(valueLabel);
    m_plot->plotLayout()->addElement(0, 1, m_scale);
    m_map->setColorScale(m_scale);
    auto* margins = new QCPMarginGroup(m_plot);
    m_plot->axisRect()->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    m_scale->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    m_plot->addLayer(QStringLiteral("crosshair"), nullptr, QCustomPlot::limAbove);
    m_crosshairLayer = m_plot->layer(QStringLiteral("crosshair"));
    m_crosshairLayer->setMode(QCPLayer::lmBuffered);
    m_crosshairLine = new QCPItemStraightLine(m_plot);
    m_crosshairLine->setLayer(m_crosshairLayer);
    m_crosshairLine->setVisible(false);
    m_plot->setFocusProxy(this);
    m_plot->installEventFilter(this);
}

void LayerHeatmap::append(std::int64_t step, std::span<const double> perLayer) {
    m_grid.append(step, perLayer);
    schedule(DrawPacer::Why::Values);
}

void LayerHeatmap::clear() {
    m_grid.clear();
    schedule(DrawPacer::Why::Values);
}

void LayerHeatmap::setCrosshair(std::optional<double> step) {
    m_crosshairLine->setVisible(step.has_value());
    if (step) {
        m_crosshairLine->point1->setCoords(*step, 0);
        m_crosshairLine->point2->setCoords(*step, 1);
    }
    m_crosshairLayer->replot();
}

QString LayerHeatmap::describe(std::size_t layer, double step) const {
    if (!(step >= 0) || layer >= m_grid.layers()) {
        return {};
    }
    const auto column = static_cast<std::size_t>(step / static_cast<double>(m_grid.stepsPerColumn()));
    const auto value = m_grid.value(layer, column);
    if (!value) {
        return {};
    }
    const auto first = static_cast<std::int64_t>(column) * m_grid.stepsPerColumn();
    const QString at = countText(static_cast<std::int64_t>(layer));
    if (m_grid.stepsPerColumn() == 1) {
        return tr("Layer %1, step %2: %3").arg(at, countText(first), numberText(*value));
    }
    return tr("Layer %1, mean of steps %2 – %3: %4")
        .arg(at, countText(first), countText(first + m_grid.stepsPerColumn() - 1), numberText(*value));
}

void LayerHeatmap::keyPressEvent(QKeyEvent* event) {
    if (!m_popOut->take(*event)) {
        QWidget::keyPressEvent(event);
    }
}

void LayerHeatmap::schedule(DrawPacer::Why why) {
    m_pacer->ask(*this, why);
}

void LayerHeatmap::redrawNow() {
    m_pacer->drawn(*this);
    fillMap();
    m_plot->replot();
}

void LayerHeatmap::fillMap() {
    const auto columns = static_cast<int>(std::max<std::size_t>(m_grid.columns(), 1));
    const auto layers = static_cast<int>(std::max<std::size_t>(m_grid.layers(), 1));
    const double width = static_cast<double>(m_grid.stepsPerColumn());
    const double end = std::max(static_cast<double>(m_grid.lastStep() + 1), 1.0);
    QCPColorMapData* cells = m_map->data();
    cells->setSize(columns, layers);
    // QCustomPlot wants the centres of the first and last cells.
    cells->setRange(QCPRange(width / 2, std::max((columns - 0.5) * width, width / 2 + 1e-9)),
                   QCPRange(0, std::max(layers - 1, 1)));
    double least = INFINITY;
    double most = -INFINITY;
    for (int column = 0; column < columns; ++column) {
        for (int layer = 0; layer < layers; ++layer) {
            const auto value = m_grid.value(static_cast<std::size_t>(layer), static_cast<std::size_t>(column));
            cells->setCell(column, layer, value.value_or(std::nan("")));
            if (value) {
                least = std::min(least, *value);
                most = std::max(most, *value);
            }
        }
    }
    const bool logarithmic = std::isfinite(least) && least > 0;
    m_scale->setDataScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_scale->axis()->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(new LogTicker)
                                           : QSharedPointer<QCPAxisTicker>(new NumberTicker));
    m_scale->axis()->ticker()->setTickCount(4);
    const bool any = std::isfinite(least);
    m_scale->setDataRange(QCPRange(any ? least : 0, any ? std::max(most, least + std::abs(least) * 1e-3 + 1e-12) : 1));
    m_plot->xAxis->setRange(0, end);
    m_plot->yAxis->setRange(-0.5, layers - 0.5);
    m_plot->yAxis->ticker()->setTickCount(std::clamp(layers, 2, 6));
    m_plot->yAxis->ticker()->setTickStepStrategy(QCPAxisTicker::tssReadability);
}

void LayerHeatmap::restyle() {
    const ThemeMode mode = themeOf(palette());
    applyChartTheme(*m_plot, mode);
    m_plot->yAxis->grid()->setVisible(false);
    applyAxisTheme(*m_scale->axis(), mode, false);
    m_crosshairLine->setPen(QPen(QColor(255, 255, 255, 200), 1, Qt::DashLine));
    schedule();
}

void LayerHeatmap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_crosshairLine != nullptr) {
        restyle();
    }
}

bool LayerHeatmap::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && event->type() == QEvent::MouseMove) {
        const QPointF at = static_cast<QMouseEvent*>(event)->position();
        const double step = m_plot->xAxis->pixelToCoord(at.x());
        const double layer = std::floor(m_plot->yAxis->pixelToCoord(at.y()) + 0.5);
        m_hover->setPlainText(layer < 0 ? QString() : describe(static_cast<std::size_t>(layer), step));
        setCrosshair(step);
        Q_EMIT crosshairMoved(step);
    } else if (watched == m_plot && event->type() == QEvent::Leave) {
        m_hover->setPlainText(tr("Point at a cell to read its value."));
        setCrosshair(std::nullopt);
        Q_EMIT crosshairMoved(std::nullopt);
    }
    return QWidget::eventFilter(watched, event);
}

QByteArray LayerHeatmap::csv() const {
    QByteArray out = "step";
    for (std::size_t layer = 0; layer < m_grid.layers(); ++layer) {
        out += ",layer_" + QByteArray::number(static_cast<qulonglong>(layer));
    }
    out += '\n';
    for (std::size_t column = 0; column < m_grid.columns(); ++column) {
        out += QByteArray::number(static_cast<qlonglong>(column) * m_grid.stepsPerColumn());
        for (std::size_t layer = 0; layer < m_grid.layers(); ++layer) {
            const auto value = m_grid.value(layer, column);
            out += ',' + (value ? QByteArray::number(*value, 'g', 10) : QByteArray());
        }
        out += '\n';
    }
    return out;
}

Figure LayerHeatmap::figure(FigureFormat format) {
    if (format == FigureFormat::Csv) {
        return {csv(), suffixOf(format), m_title->plainText()};
    }
    redrawNow();
    applyChartTheme(*m_plot, ThemeMode::Light);
    applyAxisTheme(*m_scale->axis(), ThemeMode::Light, false);
    const Figure out = {drawnPlot(*m_plot, format, m_title->plainText()), suffixOf(format), m_title->plainText()};
    restyle();
    return out;
}

} // namespace halyard::views
