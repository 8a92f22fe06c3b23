// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/effect_chart.h"

#include "views/charts/chart_theme.h"
#include "views/charts/plot_figure.h"
#include "views/study/study_words.h"
#include "views/text/plain_text.h"

#include <QEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr int kLongestLabel = 40;
constexpr double kMarkSize = 9; // pixels
constexpr std::size_t kMostRoomy = 40; // rows

} // namespace

EffectChart::EffectChart(QWidget* parent) : PlotCard(tr("Effects"), parent) {
    setWords(tr("Point at a line to read it."));
    plot().installEventFilter(this);
    redraw();
}

void EffectChart::setEffects(const GridTable& table, const std::string& column) {
    m_rows.clear();
    const auto known = std::find_if(table.columns.begin(), table.columns.end(), [&](const GridColumn& each) { return each.key == column; });
    if (known != table.columns.end()) {
        m_unit = known->unit;
        m_lowerIsBetter = known->lowerIsBetter();
        setTitle(tr("What each value does to: %1").arg(columnText(*known, table)));
        const auto compared = std::count_if(table.grid.axes.begin(), table.grid.axes.end(), [](const GridAxis& each) { return !each.repeat; });
        for (const GridEffect& effect : effectsOf(table, column)) {
            if (!effect.difference || effect.method == "same-runs") {
                continue;
            }
            const GridAxis& axis = table.grid.axes[effect.axis];
            const QString value = shownText(axis.values[effect.value].label, kLongestLabel);
            const QString first = shownText(axis.values.front().label, kLongestLabel);
            const QString values = tr("%1, not %2").arg(value, first);
            // Values of several axes may be called the same.
            const QString label = compared > 1 ? tr("%1: %2").arg(shownText(axis.name, kLongestLabel), values) : values;
            Row row{.label = label, .difference = *effect.difference, .interval = effect.interval, .words = {}};
            const QString name = tr("%1: %2 instead of %3").arg(shownText(axis.name, kLongestLabel), value, first);
            row.words = row.interval
                            ? tr("%1: %2 (95 %: %3 to %4), %n pairs", nullptr, static_cast<int>(effect.pairs))
                                  .arg(name, differenceText(row.difference, m_unit), differenceText(row.interval->low, m_unit), differenceText(row.interval->high, m_unit))
                            : tr("%1: %2, without an interval").arg(name, differenceText(row.difference, m_unit));
            m_rows.push_back(std::move(row));
        }
    }
    // Labels do not touch, below so many rows.
    plot().setMinimumHeight(fontMetrics().height() * (4 + 3 * static_cast<int>(std::min(m_rows.size(), kMostRoomy)) / 2));
    setWords(m_rows.empty() ? tr("A difference stands here as soon as two cells that differ in one value are done.") : tr("Point at a line to read it."));
    redraw();
}

void EffectChart::fitAxes() {
    double low = 0;
    double high = 0;
    for (const Row& row : m_rows) {
        low = std::min({low, row.difference, row.interval ? row.interval->low : row.difference});
        high = std::max({high, row.difference, row.interval ? row.interval->high : row.difference});
    }
    if (high - low < 1e-12) {
        high = m_unit == GridColumn::Unit::Share ? 0.1 : 1;
        low = -high;
    }
    const double pad = (high - low) * 0.08;
    plot().xAxis->setRange(low - pad, high + pad);
    plot().xAxis->setTicker(m_unit == GridColumn::Unit::Share ? QSharedPointer<QCPAxisTicker>(new PercentTicker) : QSharedPointer<QCPAxisTicker>(new NumberTicker));
    plot().xAxis->ticker()->setTickCount(5);
    plot().xAxis->setLabel(m_lowerIsBetter ? tr("difference; left is better") : tr("difference; right is better"));
    const auto ticks = QSharedPointer<QCPAxisTickerText>(new QCPAxisTickerText);
    const auto count = static_cast<double>(m_rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        ticks->addTick(count - static_cast<double>(i), m_rows[i].label);
    }
    plot().yAxis->setTicker(ticks);
    plot().yAxis->setRange(0.4, std::max(count, 1.0) + 0.6);
}

void EffectChart::drawRow(const Row& row, double y) {
    const ThemeColors& colors = themeColors(mode());
    const QColor color = isCertain(row) ? seriesStyle(kStudentSeries, mode()).color : colors.muted;
    if (row.interval) {
        auto* line = new QCPItemLine(&plot());
        line->start->setCoords(row.interval->low, y);
        line->end->setCoords(row.interval->high, y);
        line->setPen(QPen(color, 1.8));
        line->setHead(QCPLineEnding(QCPLineEnding::esBar, 8, 8));
        line->setTail(QCPLineEnding(QCPLineEnding::esBar, 8, 8));
    }
    QCPGraph* const mark = plot().addGraph();
    mark->setLineStyle(QCPGraph::lsNone);
    mark->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(color, 1.8), QBrush(isCertain(row) ? color : colors.surface), kMarkSize));
    mark->addData(row.difference, y);
}

void EffectChart::draw() {
    fitAxes();
    auto* zero = new QCPItemStraightLine(&plot());
    zero->point1->setCoords(0, 0);
    zero->point2->setCoords(0, 1);
    zero->setPen(QPen(themeColors(mode()).muted, 1, Qt::DashLine));
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        drawRow(m_rows[i], static_cast<double>(m_rows.size() - i));
    }
}

bool EffectChart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &plot() && event->type() == QEvent::MouseMove && !m_rows.empty()) {
        const double y = plot().yAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().y());
        const auto fromTop = std::llround(static_cast<double>(m_rows.size()) - y);
        if (fromTop >= 0 && fromTop < static_cast<long long>(m_rows.size())) {
            setWords(m_rows[static_cast<std::size_t>(fromTop)].words);
        }
    }
    return PlotCard::eventFilter(watched, event);
}

QByteArray EffectChart::csv() const {
    QByteArray out = "value,difference,low,high\n";
    for (const Row& row : m_rows) {
        out += csvField(row.label) + ',' + QByteArray::number(row.difference, 'g', 10);
        out += row.interval ? ',' + QByteArray::number(row.interval->low, 'g', 10) + ',' + QByteArray::number(row.interval->high, 'g', 10) : QByteArray(",,");
        out += '\n';
    }
    return out;
}

} // namespace halyard::views
