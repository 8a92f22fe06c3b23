// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview_chart.h"

#include "core/run/evaluation.h"
#include "views/charts/curve_chart.h"
#include "views/run/run_series.h"
#include "views/text/plain_text.h"

#include <algorithm>

namespace halyard::app {

namespace {

constexpr std::size_t kMost = 6;
constexpr quint64 kLongest = quint64{16} << 20U; // bytes of events

} // namespace

OverviewChart::OverviewChart(remote::ProjectSession& project, views::CurveChart& chart, QObject* parent)
    : QObject(parent), m_project(&project), m_chart(&chart) {}

OverviewChart::~OverviewChart() {
    for (const auto& [name, followed] : m_followed) {
        m_chart->removeCurve(views::fromUtf8(name));
    }
}

void OverviewChart::update(const Viewpoint& from) {
    std::vector<const RunSummary*> newest;
    for (const auto& [name, run] : m_project->runs()) {
        // Losses of stage 1 are of layers and stand in no relation to the others.
        const auto kind = runKindFromName(run.kind);
        const bool comparable = kind && kind != RunKind::Stage1 && !isComposite(*kind) && !isEvaluation(*kind);
        if (comparable && run.status.step > 0 && !m_tooLong.contains(name)) {
            newest.push_back(&run);
        }
    }
    std::sort(newest.begin(), newest.end(),
              [](const RunSummary* a, const RunSummary* b) { return a->created.value_or(0) > b->created.value_or(0); });
    newest.resize(std::min(newest.size(), kMost));
    for (const RunSummary* run : newest) {
        if (!m_followed.contains(run->run) && m_followed.size() < kMost) {
            const bool teacher = runKindFromName(run->kind) == RunKind::Pretrain;
            int style = teacher ? 0 : 1;
            const auto taken = [&](const auto& entry) { return entry.second.style == style; };
            while (std::any_of(m_followed.begin(), m_followed.end(), taken)) {
                ++style;
            }
            follow(run->run, factsOf(*run, from).title, style);
        }
    }
}

void OverviewChart::follow(const std::string& run, const QString& title, int style) {
    const QString id = views::fromUtf8(run);
    Followed& followed = m_followed[run];
    followed.style = style;
    followed.session = std::make_unique<remote::RunSession>(m_project->agent(), id);
    remote::RunSession* const session = followed.session.get();
    m_chart->setCurve(id, {.name = title, .style = style, .kind = views::CurveLook::Kind::Marks});
    connect(session, &remote::RunSession::eventsArrived, this, [this, id](const std::vector<Event>& events) {
        const views::RunSeries series = views::seriesOf(events);
        m_chart->append(id, series.heldOut.steps, series.heldOut.values);
    });
    connect(session, &remote::RunSession::restarted, this, [this, id] { m_chart->clearCurve(id); });
    connect(session, &remote::RunSession::progressed, this, [this, run, id](quint64, quint64 size) {
        if (size > kLongest) {
            m_tooLong.insert(run);
            m_chart->removeCurve(id);
            m_followed[run].session.release()->deleteLater(); // it is telling us this
            m_followed.erase(run);
        }
    });
    session->follow();
}

} // namespace halyard::app
