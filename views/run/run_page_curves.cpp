// SPDX-License-Identifier: GPL-3.0-or-later
// The curves of a RunPage: of its run, and of those it is compared with.
#include "views/charts/curve_chart.h"
#include "views/charts/layer_heatmap.h"
#include "views/run/comparison_bars.h"
#include "views/run/event_list.h"
#include "views/run/run_page.h"
#include "views/text/plain_text.h"
#include "views/theme/series_style.h"

#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <limits>
#include <utility>

namespace halyard::views {

namespace {

constexpr int kMostCompared = 6;

QString lossId(const QString& prefix) {
    return prefix + QStringLiteral("1-loss");
}
QString heldOutId(const QString& prefix) {
    return prefix + QStringLiteral("2-held-out");
}

QString needlesId(std::int64_t length) {
    return QString::number(length).rightJustified(9, u'0'); // the legend goes by the ids
}

QString comparedNeedlesId(const QString& prefix) {
    return prefix + QStringLiteral("needles");
}

} // namespace

void RunPage::makeCurves(const QString& prefix, const QString& name, int style) {
    const auto named = [&](const QString& own) { return name.isEmpty() ? own : tr("%1, %2").arg(name, own); };
    m_loss->setCurve(lossId(prefix), {.name = named(tr("training")), .style = style});
    m_loss->setCurve(heldOutId(prefix),
                     {.name = named(tr("held out")), .style = style, .kind = CurveLook::Kind::Dots});
    m_gradient->setCurve(prefix + QStringLiteral("gradient"), {.name = named(tr("gradient norm")), .style = style});
    m_rate->setCurve(prefix + QStringLiteral("rate"), {.name = named(tr("learning rate")), .style = style});
    m_speed->setCurve(prefix + QStringLiteral("speed"), {.name = named(tr("tokens/s")), .style = style});
}

void RunPage::forEachCurve(const QString& prefix, const std::function<void(CurveChart&, const QString&)>& visit) {
    visit(*m_loss, lossId(prefix));
    visit(*m_loss, heldOutId(prefix));
    visit(*m_gradient, prefix + QStringLiteral("gradient"));
    visit(*m_rate, prefix + QStringLiteral("rate"));
    visit(*m_speed, prefix + QStringLiteral("speed"));
    if (!prefix.isEmpty()) {
        visit(*m_needles, comparedNeedlesId(prefix)); // those of the run itself are by length
    }
}

void RunPage::put(const RunSeries& series, const QString& prefix) {
    m_loss->append(lossId(prefix), series.loss.steps, series.loss.values);
    m_loss->append(heldOutId(prefix), series.heldOut.steps, series.heldOut.values);
    m_gradient->append(prefix + QStringLiteral("gradient"), series.gradientNorm.steps, series.gradientNorm.values);
    m_rate->append(prefix + QStringLiteral("rate"), series.learningRate.steps, series.learningRate.values);
    m_speed->append(prefix + QStringLiteral("speed"), series.tokensPerSecond.steps, series.tokensPerSecond.values);
}

// A line of each length; the axis is that of the loss above.
void RunPage::putNeedles(const RunSeries& series) {
    for (const auto& [length, values] : series.needles) {
        if (std::find(m_needleLengths.begin(), m_needleLengths.end(), length) == m_needleLengths.end()) {
            m_needleLengths.push_back(length);
            const int style = kStudentSeries + static_cast<int>(m_needleLengths.size()) - 1;
            constexpr int kLikeTheFirst = 4; // a solid line of a like blue
            m_needles->setCurve(needlesId(length),
                                {.name = tr("%1 tokens").arg(countText(length)), .style = style + (style >= kLikeTheFirst ? 1 : 0), .kind = CurveLook::Kind::Marks});
        }
        m_needles->append(needlesId(length), values.steps, values.values);
    }
    const CurveData* const loss = m_loss->curve(lossId({}));
    if (loss != nullptr && !loss->empty()) {
        m_needles->setExtent(loss->firstX(), loss->lastX());
    }
    showNeedles();
}

// One line for a run that others are compared with: of the longest documents it was asked for, where runs differ most.
void RunPage::putComparedNeedles(const RunSeries& series, const QString& id, int style) {
    if (series.needles.empty()) {
        return;
    }
    const auto& [length, values] = *series.needles.rbegin();
    const QString curve = comparedNeedlesId(id + u'/');
    if (m_needles->curve(curve) == nullptr) {
        const auto named = std::find_if(m_others.begin(), m_others.end(), [&](const OtherRun& other) { return other.id == id; });
        const QString title = shownText(named == m_others.end() ? id : named->title, 80);
        m_needles->setCurve(curve, {.name = tr("%1, %2").arg(title, tr("%1 tokens").arg(countText(length))), .style = style, .kind = CurveLook::Kind::Marks});
    }
    m_needles->append(curve, values.steps, values.values);
    showNeedles();
}

void RunPage::showNeedles() {
    const bool compared = std::any_of(m_compared.begin(), m_compared.end(),
                                      [this](const auto& each) { return m_needles->curve(comparedNeedlesId(each.first + u'/')) != nullptr; });
    const bool on = compared || !m_needleLengths.empty();
    if (m_needles->isHidden() == on) {
        m_loss->setStacked(on);
        m_needles->setVisible(on);
    }
}

void RunPage::addSeries(const RunSeries& series) {
    put(series, {});
    putNeedles(series);
    for (const RunSeries::LayerValues& values : series.layers) {
        m_layers->append(values.step, values.perLayer);
    }
    m_layers->setVisible(m_layers->grid().layers() > 0);
    if (series.tokens) {
        m_facts.tokens = std::max(m_facts.tokens, *series.tokens);
    }
    setFacts(RunFacts(m_facts));
}

RunSeries RunPage::series() const {
    RunSeries out;
    const auto take = [](const CurveChart* chart, const QString& id, StepValues& values) {
        if (const CurveData* const curve = chart->curve(id)) {
            values.steps.assign(curve->steps().begin(), curve->steps().end());
            values.values.assign(curve->values().begin(), curve->values().end());
        }
    };
    take(m_loss, lossId({}), out.loss);
    take(m_loss, heldOutId({}), out.heldOut);
    take(m_gradient, QStringLiteral("gradient"), out.gradientNorm);
    take(m_rate, QStringLiteral("rate"), out.learningRate);
    take(m_speed, QStringLiteral("speed"), out.tokensPerSecond);
    for (const std::int64_t length : m_needleLengths) {
        take(m_needles, needlesId(length), out.needles[length]);
    }
    const LayerGrid& grid = m_layers->grid();
    for (std::size_t column = 0; column < grid.columns(); ++column) {
        const std::int64_t first = static_cast<std::int64_t>(column) * grid.stepsPerColumn();
        RunSeries::LayerValues row{std::min(first + grid.stepsPerColumn() / 2, grid.lastStep()), {}};
        for (std::size_t layer = 0; layer < grid.layers(); ++layer) {
            row.perLayer.push_back(grid.value(layer, column).value_or(std::numeric_limits<double>::quiet_NaN()));
        }
        out.layers.push_back(std::move(row));
    }
    out.tokens = m_facts.tokens;
    return out;
}

void RunPage::clearEvents() {
    forEachCurve({}, [](CurveChart& chart, const QString& id) { chart.clearCurve(id); });
    for (const std::int64_t length : std::exchange(m_needleLengths, {})) {
        m_needles->removeCurve(needlesId(length));
    }
    showNeedles();
    m_layers->clear();
    m_layers->hide();
    m_events->clear();
    m_checkpoints->clear();
    m_clock.clear();
}

// ---- comparison ----

void RunPage::setOtherRuns(const std::vector<OtherRun>& runs) {
    if (runs != m_others) { // the menu of a large project is long
        m_others = runs;
        updateCompareMenu();
    }
}

void RunPage::addComparisonEvents(const QString& id, std::span<const Event> events) {
    addComparisonSeries(id, seriesOf(events));
}

void RunPage::addComparisonSeries(const QString& id, const RunSeries& series) {
    if (const auto compared = m_compared.find(id); compared != m_compared.end()) {
        put(series, id + u'/');
        putComparedNeedles(series, id, compared->second);
    }
}

void RunPage::clearComparison(const QString& id) {
    forEachCurve(id + u'/', [](CurveChart& chart, const QString& curve) { chart.clearCurve(curve); });
}

void RunPage::setComparisonLoading(const QString& id, std::optional<double> part) {
    const auto named = std::find_if(m_others.begin(), m_others.end(), [&](const OtherRun& other) { return other.id == id; });
    m_comparing->setPart(id, named == m_others.end() ? id : named->title, m_compared.count(id) > 0 ? part : std::nullopt);
}

void RunPage::removeComparison(const QString& id) {
    if (m_compared.erase(id) == 0) {
        return;
    }
    forEachCurve(id + u'/', [](CurveChart& chart, const QString& curve) { chart.removeCurve(curve); });
    showNeedles();
    setComparisonLoading(id, std::nullopt);
    updateCompareMenu();
    Q_EMIT comparisonRemoved(id);
}

void RunPage::updateCompareMenu() {
    QMenu* menu = m_compare->menu();
    menu->clear();
    for (const OtherRun& other : m_others) {
        QAction* action = menu->addAction(shownText(other.title, 80).replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(m_compared.count(other.id) > 0);
        action->setEnabled(action->isChecked() || m_compared.size() < kMostCompared);
        connect(action, &QAction::toggled, this, [this, other](bool on) {
            if (!on) {
                removeComparison(other.id);
                return;
            }
            int style = kStudentSeries + 1;
            while (std::any_of(m_compared.begin(), m_compared.end(), [&](const auto& c) { return c.second == style; })) {
                ++style;
            }
            m_compared[other.id] = style;
            makeCurves(other.id + u'/', shownText(other.title, 80), style);
            updateCompareMenu();
            Q_EMIT compareRequested(other.id);
        }, Qt::QueuedConnection); // the menu is rebuilt: not while it is being used
    }
    m_compare->setVisible(!m_others.empty());
}

} // namespace halyard::views
