// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/range_chart.h"

#include "views/charts/chart_theme.h"
#include "views/charts/plot_figure.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"
#include "views/text/share_text.h"
#include "views/theme/series_style.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr double kNear = 12; // pixels around a point that are its own
constexpr double kMarkSize = 8; // pixels
constexpr int kLongestName = 60;
constexpr int kWidestLabel = 230; // pixels, at the right of the lines

// Powers of two, named as lengths are: 512, 1K, 128K.
class LengthTicker : public QCPAxisTickerLog {
public:
    LengthTicker() {
        setLogBase(2);
        setSubTickCount(0);
    }

protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return lengthText(tick); }
};

} // namespace

RangeChart::RangeChart(const QString& title, const QString& xLabel, const QString& yLabel, RangeAxes axes, QWidget* parent)
    : PlotCard(title, parent), m_axes(axes) {
    build(xLabel, yLabel);
    showHover(std::nullopt);
    redraw();
}

void RangeChart::build(const QString& xLabel, const QString& yLabel) {
    plot().xAxis->setLabel(xLabel);
    plot().yAxis->setLabel(yLabel);
    plot().xAxis->setScaleType(QCPAxis::stLogarithmic);
    const bool binary = m_axes.x == RangeAxes::X::Binary;
    plot().xAxis->setTicker(binary ? QSharedPointer<QCPAxisTicker>(new LengthTicker) : QSharedPointer<QCPAxisTicker>(new LogTicker));
    plot().yAxis->setScaleType(m_axes.logY ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    plot().yAxis->setTicker(m_axes.percent ? QSharedPointer<QCPAxisTicker>(new PercentTicker)
                            : m_axes.logY  ? QSharedPointer<QCPAxisTicker>(new LogTicker)
                                           : QSharedPointer<QCPAxisTicker>(new NumberTicker));
    plot().installEventFilter(this);
    connect(&plot(), &QCustomPlot::afterLayout, this, &RangeChart::placeLabels);
}

// ---- values ----

void RangeChart::setSeries(const std::vector<RangeSeries>& series) {
    m_series = series;
    for (RangeSeries& each : m_series) {
        std::erase_if(each.points, [this](const RangePoint& point) {
            const bool drawn = std::isfinite(point.x) && std::isfinite(point.y) && point.x > 0 && (!m_axes.logY || point.y > 0);
            return !drawn; // has no place on these axes
        });
    }
    redraw();
}

void RangeChart::setLines(const std::vector<RangeLine>& lines) {
    m_lines = lines;
    redraw();
}

void RangeChart::setMarks(const std::vector<RangeMark>& marks) {
    m_marks = marks;
    redraw();
}

void RangeChart::setChosen(std::optional<std::pair<std::size_t, std::size_t>> seriesAndPoint) {
    m_chosen = seriesAndPoint;
    redraw();
}

// ---- drawing ----

void RangeChart::draw() {
    m_ends.clear();
    m_edges.clear();
    fitAxes();
    for (const RangeLine& line : m_lines) {
        drawLine(line);
    }
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        drawSeries(m_series[i], i);
    }
    int row = 0;
    for (const RangeMark& mark : m_marks) {
        if (mark.y) {
            drawMark(mark);
        } else {
            drawEdgeMark(mark, row++);
        }
    }
}

void RangeChart::fitAxes() {
    double left = INFINITY, right = 0, low = INFINITY, high = -INFINITY;
    for (const RangeSeries& series : m_series) {
        for (const RangePoint& point : series.points) {
            left = std::min(left, point.x);
            right = std::max(right, point.x);
            low = std::min({low, point.y, m_axes.logY && point.low <= 0 ? point.y : point.low});
            high = std::max({high, point.y, point.high});
        }
    }
    for (const RangeMark& mark : m_marks) {
        left = std::min(left, mark.x);
        right = std::max(right, mark.x);
    }
    const auto atEdge = std::count_if(m_marks.begin(), m_marks.end(), [](const RangeMark& mark) { return !mark.y; }); // rows above the lines
    if (right <= 0) {
        left = 512;
        right = 8192;
    }
    const double factor = m_axes.x == RangeAxes::X::Binary ? 1.25 : 1.15;
    plot().xAxis->setRange(left / factor, right * factor);
    if (m_axes.percent) {
        plot().yAxis->setRange(-0.03, 1.05);
    } else if (m_axes.logY) {
        low = std::isfinite(low) && low > 0 ? low : 0.1;
        high = std::max(std::isfinite(high) ? high : 1, low * 1.2);
        const double pad = std::pow(high / low, 0.08);
        plot().yAxis->setRange(low / pad, high * pad * std::pow(high / low, 0.16 * static_cast<double>(atEdge)));
    } else {
        low = std::isfinite(low) ? low : 0;
        high = std::isfinite(high) ? high : 1;
        const double pad = std::max((high - low) * 0.08, std::abs(high) * 1e-3 + 1e-9);
        plot().yAxis->setRange(low - pad, high + pad);
    }
    plot().yAxis->ticker()->setTickCount(5);
    // Room for the names at the ends.
    const QFontMetrics metrics(textFont(TextSize::Small));
    int widest = 0;
    for (const RangeSeries& series : m_series) {
        widest = std::max(widest, metrics.horizontalAdvance(shownText(series.name, kLongestName)));
    }
    plot().axisRect()->setMinimumMargins(QMargins(8, 8, 12 + std::min(widest, kWidestLabel), 4));
}

void RangeChart::drawSeries(const RangeSeries& series, std::size_t index) {
    if (series.points.empty()) {
        return;
    }
    const ThemeMode theme = mode();
    const SeriesStyle look = seriesStyle(series.style, theme);
    QVector<double> x, y, low, high;
    for (const RangePoint& point : series.points) {
        x << point.x;
        y << point.y;
        low << (m_axes.logY && point.low <= 0 ? point.y : std::min(point.low, point.y));
        high << std::max(point.high, point.y);
    }
    QColor band = look.color;
    band.setAlphaF(theme == ThemeMode::Dark ? 0.22F : 0.14F);
    QCPGraph* const lower = plot().addGraph();
    lower->setPen(Qt::NoPen);
    lower->setData(x, low, true);
    QCPGraph* const upper = plot().addGraph();
    upper->setPen(Qt::NoPen);
    upper->setData(x, high, true);
    upper->setBrush(QBrush(band));
    upper->setChannelFillGraph(lower);
    // One length alone has no band: its bounds are drawn as a bar.
    for (qsizetype i = 0; i < x.size(); ++i) {
        auto* bar = new QCPItemLine(&plot());
        bar->start->setCoords(x[i], low[i]);
        bar->end->setCoords(x[i], high[i]);
        QColor thin = look.color;
        thin.setAlphaF(0.55F);
        bar->setPen(QPen(thin, 1));
    }
    QCPGraph* const line = plot().addGraph();
    line->setPen(QPen(look.color, 1.8, look.dash));
    line->setScatterStyle(scatterOf(look, themeColors(theme).surface, kMarkSize));
    line->setData(x, y, true);
    if (m_chosen && m_chosen->first == index && m_chosen->second < series.points.size()) {
        QCPGraph* const chosen = plot().addGraph();
        chosen->setLineStyle(QCPGraph::lsNone);
        chosen->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(themeColors(theme).accent, 2.2), Qt::NoBrush, 15));
        chosen->addData(x[static_cast<qsizetype>(m_chosen->second)], y[static_cast<qsizetype>(m_chosen->second)]);
    }
    auto* name = new QCPItemText(&plot());
    name->setClipToAxisRect(false);
    name->setFont(textFont(TextSize::Small));
    name->setColor(look.color);
    name->setText(QFontMetrics(name->font()).elidedText(shownText(series.name, kLongestName), Qt::ElideMiddle, kWidestLabel));
    name->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    name->position->setType(QCPItemPosition::ptAbsolute);
    m_ends.push_back({name, series.points.back().y});
}

void RangeChart::drawLine(const RangeLine& line) {
    if (!(line.x > 0) || !plot().xAxis->range().contains(line.x)) {
        return;
    }
    const ThemeColors& colors = themeColors(mode());
    auto* vertical = new QCPItemStraightLine(&plot());
    vertical->point1->setCoords(line.x, plot().yAxis->range().lower);
    vertical->point2->setCoords(line.x, plot().yAxis->range().upper);
    vertical->setPen(QPen(colors.muted, 1, Qt::DashLine));
    auto* words = new QCPItemText(&plot());
    words->setFont(textFont(TextSize::Small));
    words->setColor(colors.muted);
    words->setText(shownText(line.text, 120));
    words->setPadding(QMargins(4, 2, 4, 2));
    words->position->setTypeX(QCPItemPosition::ptPlotCoords);
    words->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    words->position->setCoords(line.x, 0.85); // above what fails altogether, below what does not
    const bool isRight = std::log(line.x / plot().xAxis->range().lower) > 0.6 * std::log(plot().xAxis->range().upper / plot().xAxis->range().lower);
    words->setPositionAlignment((isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom);
}

// On a line: the words are above or below it, where the curve is not.
void RangeChart::drawMark(const RangeMark& mark) {
    const ThemeColors& colors = themeColors(mode());
    QCPGraph* const sign = plot().addGraph();
    sign->setLineStyle(QCPGraph::lsNone);
    sign->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(colors.text, 1.8), QBrush(colors.surface), 11));
    sign->addData(mark.x, *mark.y);
    auto* words = new QCPItemText(&plot());
    words->setFont(textFont(TextSize::Small));
    words->setColor(colors.text);
    words->setText(shownText(mark.text, 120));
    words->setPadding(QMargins(4, 8, 4, 8));
    QColor behind = colors.surface; // the words stay readable where a curve passes
    behind.setAlphaF(0.8F);
    words->setBrush(behind);
    words->position->setCoords(mark.x, *mark.y);
    const QCPRange x = plot().xAxis->range();
    const QCPRange y = plot().yAxis->range();
    const double across = std::log(mark.x / x.lower) / std::log(x.upper / x.lower);
    const double up = m_axes.logY ? std::log(*mark.y / y.lower) / std::log(y.upper / y.lower) : (*mark.y - y.lower) / y.size();
    words->setPositionAlignment((across < 0.25   ? Qt::AlignLeft
                                 : across > 0.75 ? Qt::AlignRight
                                                 : Qt::AlignHCenter) |
                                (up < 0.35 ? Qt::AlignBottom : Qt::AlignTop));
}

// At the upper edge, each in a row of its own above all lines, with its words at its side.
void RangeChart::drawEdgeMark(const RangeMark& mark, int row) {
    const ThemeColors& colors = themeColors(mode());
    const int line = QFontMetrics(textFont(TextSize::Small)).height() + 2;
    const QCPRange x = plot().xAxis->range();
    const bool isRight = std::log(mark.x / x.lower) > 0.5 * std::log(x.upper / x.lower);
    auto* words = new QCPItemText(&plot());
    words->setFont(textFont(TextSize::Small));
    words->setColor(seriesStyle(mark.style, mode()).color);
    words->setPadding(QMargins(0, 2 + row * line, 0, 0));
    words->position->setTypeX(QCPItemPosition::ptPlotCoords);
    words->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    words->position->setCoords(mark.x, 0);
    words->setPositionAlignment((isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
    m_edges.push_back({mark.x, isRight, shownText(mark.text, 120), words});
    // Down to the axis, so that it is seen at which length.
    auto* down = new QCPItemLine(&plot());
    down->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    down->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    down->start->setCoords(mark.x, 0);
    down->end->setCoords(mark.x, 1);
    QColor thin = colors.muted;
    thin.setAlphaF(0.5F);
    down->setPen(QPen(thin, 1, Qt::DotLine));
}

// Names stand beside the ends of their lines, one below the other where the ends are close.
void RangeChart::placeLabels() {
    const QRect inside = plot().axisRect()->rect();
    for (const EdgeLabel& edge : m_edges) {
        const QString sign = QStringLiteral("⊗");
        const double at = plot().xAxis->coordToPixel(edge.x);
        const QFontMetrics metrics(edge.item->font());
        const int room = static_cast<int>(edge.isRight ? at - inside.left() : inside.right() - at) - metrics.horizontalAdvance(sign + u' ');
        const QString text = metrics.elidedText(edge.text, Qt::ElideRight, std::max(0, room));
        edge.item->setText(edge.isRight ? text + u' ' + sign : sign + u' ' + text);
    }
    const double height = QFontMetrics(textFont(TextSize::Small)).height();
    std::vector<std::pair<double, QCPItemText*>> placed;
    for (const EndLabel& end : m_ends) {
        placed.emplace_back(std::clamp(plot().yAxis->coordToPixel(end.y), static_cast<double>(inside.top()), static_cast<double>(inside.bottom())),
                            end.item);
    }
    std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 1; i < placed.size(); ++i) {
        placed[i].first = std::max(placed[i].first, placed[i - 1].first + height);
    }
    double most = inside.bottom();
    for (auto each = placed.rbegin(); each != placed.rend(); ++each) {
        each->first = std::min(each->first, most);
        most = each->first - height;
    }
    for (const auto& [y, item] : placed) {
        item->position->setCoords(inside.right() + 8, y);
    }
}

// ---- reading and choosing ----

QString RangeChart::yText(double y) const {
    return m_axes.percent ? shareText(y) : numberText(y, 3);
}

QString RangeChart::describe(std::size_t series, std::size_t point) const {
    if (series >= m_series.size() || point >= m_series[series].points.size()) {
        return {};
    }
    const RangePoint& at = m_series[series].points[point];
    const QString x = m_axes.x == RangeAxes::X::Binary ? countText(std::llround(at.x)) : numberText(at.x);
    const QString name = shownText(m_series[series].name, 120);
    if (at.low >= at.high) {
        return tr("%1 at %2: %3").arg(name, x, yText(at.y));
    }
    return tr("%1 at %2: %3 (%4 – %5)").arg(name, x, yText(at.y), yText(at.low), yText(at.high));
}

std::optional<std::pair<std::size_t, std::size_t>> RangeChart::pointAt(QPointF at) const {
    std::optional<std::pair<std::size_t, std::size_t>> best;
    double nearest = kNear;
    for (std::size_t s = 0; s < m_series.size(); ++s) {
        for (std::size_t p = 0; p < m_series[s].points.size(); ++p) {
            const RangePoint& point = m_series[s].points[p];
            const double distance = std::hypot(plot().xAxis->coordToPixel(point.x) - at.x(), plot().yAxis->coordToPixel(point.y) - at.y());
            if (distance < nearest) {
                nearest = distance;
                best = {s, p};
            }
        }
    }
    return best;
}

void RangeChart::showHover(std::optional<std::pair<std::size_t, std::size_t>> at) {
    setWords(at ? describe(at->first, at->second) : tr("Point at a value to read it."));
}

bool RangeChart::eventFilter(QObject* watched, QEvent* event) {
    if (watched != &plot()) {
        return PlotCard::eventFilter(watched, event);
    }
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const auto at = pointAt(mouse->position());
        showHover(at ? at : m_chosen);
        plot().setCursor(at ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (at && event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton) {
            setChosen(at);
            setFocus(Qt::MouseFocusReason);
            Q_EMIT pointChosen(at->first, at->second);
        }
    } else if (event->type() == QEvent::Leave) {
        showHover(m_chosen);
    }
    return PlotCard::eventFilter(watched, event);
}

void RangeChart::keyPressEvent(QKeyEvent* event) {
    const bool isStep = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    const bool any = std::any_of(m_series.begin(), m_series.end(), [](const RangeSeries& series) { return !series.points.empty(); });
    if (isStep && any) {
        auto at = m_chosen.value_or(std::pair<std::size_t, std::size_t>{0, 0});
        const auto count = m_series.size();
        if (m_chosen && event->key() == Qt::Key_Left && at.second > 0) {
            --at.second;
        } else if (m_chosen && event->key() == Qt::Key_Right) {
            ++at.second;
        } else if (m_chosen && event->key() == Qt::Key_Up) {
            at.first = (at.first + count - 1) % count;
        } else if (m_chosen && event->key() == Qt::Key_Down) {
            at.first = (at.first + 1) % count;
        }
        while (m_series[at.first].points.empty()) {
            at.first = (at.first + 1) % count;
        }
        at.second = std::min(at.second, m_series[at.first].points.size() - 1);
        setChosen(at);
        showHover(at);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_chosen) {
        Q_EMIT pointChosen(m_chosen->first, m_chosen->second);
    } else {
        PlotCard::keyPressEvent(event);
    }
}

// ---- as a file ----

QByteArray RangeChart::csv() const {
    QByteArray out = "series,x,value,low,high\n";
    for (const RangeSeries& series : m_series) {
        for (const RangePoint& point : series.points) {
            out += csvField(series.name);
            for (const double value : {point.x, point.y, point.low, point.high}) {
                out += ',' + QByteArray::number(value, 'g', 10);
            }
            out += '\n';
        }
    }
    return out;
}

} // namespace halyard::views
