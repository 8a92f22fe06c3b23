// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/trade_off_chart.h"

#include "views/charts/chart_theme.h"
#include "views/charts/plot_figure.h"
#include "views/study/study_words.h"
#include "views/text/plain_text.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr double kMarkSize = 9; // pixels
constexpr double kNear = 12;     // pixels around a point that are its own
constexpr int kLongestLabel = 40;
constexpr std::size_t kMostLabels = 24; // more would cover each other; pointing at one still reads it

QSharedPointer<QCPAxisTicker> tickerOf(GridColumn::Unit unit) {
    return unit == GridColumn::Unit::Share ? QSharedPointer<QCPAxisTicker>(new PercentTicker) : QSharedPointer<QCPAxisTicker>(new NumberTicker);
}

} // namespace

TradeOffChart::TradeOffChart(QWidget* parent) : PlotCard(tr("Cost and gain"), parent) {
    plot().installEventFilter(this);
    connect(&plot(), &QCustomPlot::afterLayout, this, &TradeOffChart::placeNames);
    choose(std::nullopt);
}

void TradeOffChart::setTable(const GridTable& table, const std::string& x, const std::string& y) {
    m_pareto = paretoOf(table, x, y);
    m_xText = columnText(m_pareto.x, table);
    m_yText = columnText(m_pareto.y, table);
    setTitle(tr("%1 against %2").arg(m_yText, m_xText));
    choose(std::nullopt);
}

QString TradeOffChart::describe(std::size_t index) const {
    const ParetoPoint& point = m_pareto.points[index];
    const QString text = tr("%1: %2 with %3")
                             .arg(shownText(point.label, 120), figureText(point.y, m_pareto.y.unit), figureText(point.x, m_pareto.x.unit));
    return point.dominated ? tr("%1; another row is better in both").arg(text) : text;
}

void TradeOffChart::choose(std::optional<std::size_t> point) {
    m_chosen = point;
    setWords(point ? describe(*point)
             : m_pareto.points.size() < 2 ? tr("Two rows that are done can be compared here.")
                                          : tr("Point at a value to read it; a click shows its row."));
    redraw();
}

void TradeOffChart::fitAxes() {
    const auto fit = [&](QCPAxis& axis, double ParetoPoint::*value, const GridColumn& column) {
        double low = INFINITY, high = -INFINITY;
        for (const ParetoPoint& point : m_pareto.points) {
            low = std::min(low, point.*value);
            high = std::max(high, point.*value);
        }
        if (!std::isfinite(low)) {
            low = 0;
            high = 1;
        }
        const double pad = std::max((high - low) * 0.1, std::abs(high) * 1e-3 + 1e-9);
        axis.setRange(low - pad, high + pad);
        axis.setTicker(tickerOf(column.unit));
        axis.ticker()->setTickCount(4);
    };
    fit(*plot().xAxis, &ParetoPoint::x, m_pareto.x);
    fit(*plot().yAxis, &ParetoPoint::y, m_pareto.y);
    plot().xAxis->setLabel(m_pareto.x.unit == GridColumn::Unit::Seconds ? tr("%1 in seconds").arg(m_xText) : m_xText);
    plot().yAxis->setLabel(m_yText);
}

QColor TradeOffChart::colorOf(bool dominated) const {
    return dominated ? themeColors(mode()).muted : seriesStyle(kStudentSeries, mode()).color;
}

// One graph for all of a kind: each graph more is laid out anew with all the others.
void TradeOffChart::drawMarks(bool dominated) {
    const QBrush inside(dominated ? themeColors(mode()).surface : colorOf(dominated));
    QCPGraph* const marks = plot().addGraph();
    marks->setLineStyle(QCPGraph::lsNone);
    marks->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colorOf(dominated), 1.8), inside, kMarkSize));
    for (const ParetoPoint& point : m_pareto.points) {
        if (point.dominated == dominated) {
            marks->addData(point.x, point.y);
        }
    }
}

void TradeOffChart::drawRing(const ParetoPoint& point) {
    QCPGraph* const ring = plot().addGraph();
    ring->setLineStyle(QCPGraph::lsNone);
    ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(themeColors(mode()).accent, 2.2), Qt::NoBrush, 16));
    ring->addData(point.x, point.y);
}

void TradeOffChart::drawName(const ParetoPoint& point) {
    auto* name = new QCPItemText(&plot());
    name->setFont(textFont(TextSize::Small));
    name->setColor(colorOf(point.dominated));
    name->setText(shownText(point.label, kLongestLabel));
    QColor behind = themeColors(mode()).surface; // readable where the line passes
    behind.setAlphaF(0.8F);
    name->setBrush(behind);
    name->setPositionAlignment(Qt::AlignHCenter | Qt::AlignVCenter);
    name->position->setType(QCPItemPosition::ptAbsolute);
    m_names.push_back(name);
}

void TradeOffChart::placeNames() {
    const QRectF inside = plot().axisRect()->rect();
    std::vector<QRectF> taken;
    for (const ParetoPoint& point : m_pareto.points) {
        const QPointF at(plot().xAxis->coordToPixel(point.x), plot().yAxis->coordToPixel(point.y));
        taken.emplace_back(at - QPointF(kMarkSize / 2, kMarkSize / 2), QSizeF(kMarkSize, kMarkSize));
    }
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        const QPointF at = taken[i].center();
        const QFontMetrics metrics(m_names[i]->font());
        const QSizeF size(metrics.horizontalAdvance(m_names[i]->text()), metrics.height());
        const double across = size.width() / 2 + kMarkSize;
        const double up = size.height() / 2 + kMarkSize;
        // At the right, else at the left, above and below; a name that has no room is read by pointing.
        const double slant = size.width() / 2;
        bool isPlaced = false;
        for (const QPointF& offset : {QPointF(across, 0), QPointF(-across, 0), QPointF(0, -up), QPointF(0, up), QPointF(-slant, -up), QPointF(-slant, up),
                                      QPointF(slant, -up), QPointF(slant, up)}) {
            const QRectF there(at + offset - QPointF(size.width(), size.height()) / 2, size);
            isPlaced = inside.contains(there) && std::none_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(there); });
            if (isPlaced) {
                m_names[i]->position->setCoords(at + offset);
                taken.push_back(there);
                break;
            }
        }
        m_names[i]->setVisible(isPlaced);
    }
}

void TradeOffChart::draw() {
    m_names.clear();
    fitAxes();
    QCPGraph* const front = plot().addGraph();
    front->setPen(QPen(seriesStyle(kStudentSeries, mode()).color, 1.4, Qt::DashLine));
    for (const ParetoPoint& point : m_pareto.points) {
        if (!point.dominated) {
            front->addData(point.x, point.y);
        }
    }
    drawMarks(true);
    drawMarks(false);
    if (m_chosen) {
        drawRing(m_pareto.points[*m_chosen]);
    }
    for (std::size_t i = 0; i < std::min(m_pareto.points.size(), kMostLabels); ++i) {
        drawName(m_pareto.points[i]);
    }
}

std::optional<std::size_t> TradeOffChart::pointAt(QPointF at) const {
    std::optional<std::size_t> best;
    double nearest = kNear;
    for (std::size_t i = 0; i < m_pareto.points.size(); ++i) {
        const double distance = std::hypot(plot().xAxis->coordToPixel(m_pareto.points[i].x) - at.x(), plot().yAxis->coordToPixel(m_pareto.points[i].y) - at.y());
        if (distance < nearest) {
            nearest = distance;
            best = i;
        }
    }
    return best;
}

bool TradeOffChart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &plot() && (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonRelease)) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const auto at = pointAt(mouse->position());
        plot().setCursor(at ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (at && event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton) {
            choose(at);
            setFocus(Qt::MouseFocusReason);
            Q_EMIT rowChosen(fromUtf8(m_pareto.points[*at].label));
        } else if (at) {
            setWords(describe(*at));
        }
    }
    return PlotCard::eventFilter(watched, event);
}

void TradeOffChart::keyPressEvent(QKeyEvent* event) {
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    const bool on = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    if ((back || on) && !m_pareto.points.empty()) {
        const std::size_t last = m_pareto.points.size() - 1;
        choose(!m_chosen ? (on ? 0 : last) : on ? std::min(*m_chosen + 1, last) : *m_chosen - std::min<std::size_t>(*m_chosen, 1));
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_chosen) {
        Q_EMIT rowChosen(fromUtf8(m_pareto.points[*m_chosen].label));
    } else {
        PlotCard::keyPressEvent(event);
    }
}

QByteArray TradeOffChart::csv() const {
    QByteArray out = "row,x,y,dominated\n";
    for (const ParetoPoint& point : m_pareto.points) {
        out += csvField(fromUtf8(point.label)) + ',' + QByteArray::number(point.x, 'g', 10) + ',' + QByteArray::number(point.y, 'g', 10) +
               (point.dominated ? ",yes\n" : ",no\n");
    }
    return out;
}

} // namespace halyard::views
