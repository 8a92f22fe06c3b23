// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview_needles.h"

#include "core/run/run_summary.h"
#include "views/evaluation/needle_lines.h"
#include "views/project/overview_page.h"
#include "views/text/plain_text.h"

namespace halyard::app {

OverviewNeedles::OverviewNeedles(remote::ProjectSession& project, views::OverviewPage& page, QObject* parent)
    : QObject(parent), m_project(&project), m_page(&page) {
    m_show.setSingleShot(true);
    m_show.setInterval(0); // many changes, one drawing
    connect(&m_show, &QTimer::timeout, this, &OverviewNeedles::show);
}

OverviewNeedles::~OverviewNeedles() {
    m_page->setNeedles({});
}

void OverviewNeedles::update(const Viewpoint& from) {
    m_from = from;
    const RunSummary* newest = nullptr;
    for (const auto& [name, run] : m_project->runs()) {
        const bool measures = runKindFromName(run.kind) == RunKind::Niah && run.unreadable.empty() && run.status.step > 0;
        if (measures && (newest == nullptr || run.created.value_or(0) > newest->created.value_or(0))) {
            newest = &run;
        }
    }
    if (newest == nullptr) {
        m_feed.reset();
        m_run.clear();
        m_page->setNeedles({});
        return;
    }
    const QString run = views::fromUtf8(newest->run);
    // A run beside the one that is shown is on the chart already.
    const bool isBeside = !compositeOf(newest->run).empty() && compositeOf(newest->run) == compositeOf(views::toUtf8(m_run));
    if (!m_feed || (run != m_run && !isBeside)) {
        m_run = run;
        m_feed = std::make_unique<MeasurementFeed>(*m_project, [this] { return m_from; }, run, nullptr);
        connect(m_feed.get(), &MeasurementFeed::changed, &m_show, qOverload<>(&QTimer::start));
    }
    m_show.start();
}

void OverviewNeedles::show() {
    if (m_feed) {
        const std::vector<views::MeasuredRun> runs = m_feed->runs();
        m_page->setNeedles(views::needleSeries(runs, views::needleLines(runs, {})));
    }
}

} // namespace halyard::app
