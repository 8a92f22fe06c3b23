// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/measurement_controller.h"

#include "app/figure_file.h"
#include "app/project_controller.h"
#include "remote/result_file.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <algorithm>

namespace halyard::app {

MeasurementController::MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::LengthPage& page)
    : QObject(&page), m_project(&project), m_around(&around), m_first(run), m_kinds({RunKind::Niah, RunKind::Scaling}),
      m_feed(project, [&around] { return around.viewpoint(); }, run, nullptr), m_length(&page) {
    connectPage(page);
    connect(&page, &views::LengthPage::trialsRequested, this, &MeasurementController::readTrials);
}

MeasurementController::MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::SpeedPage& page)
    : QObject(&page), m_project(&project), m_around(&around), m_first(run), m_kinds({RunKind::Throughput}),
      m_feed(project, [&around] { return around.viewpoint(); }, run, nullptr), m_speed(&page) {
    connectPage(page);
}

template <class Page> void MeasurementController::connectPage(Page& page) {
    connect(&page, &Page::runAdded, this, [this](const QString& run) {
        m_feed.add(run);
        m_show.start();
    });
    connect(&page, &Page::runRemoved, this, [this](const QString& run) {
        m_feed.remove(run);
        m_show.start();
    });
    connect(&m_feed, &MeasurementFeed::changed, &m_show, qOverload<>(&QTimer::start));
    connect(&page, &Page::runOpened, this, &MeasurementController::runOpened);
    connect(&page, &Page::figureReady, this, &MeasurementController::saveFigure);
    connect(m_around, &ProjectController::changed, this, [this] { m_show.start(); });
    m_show.setSingleShot(true);
    m_show.setInterval(0); // many changes, one drawing
    connect(&m_show, &QTimer::timeout, this, &MeasurementController::show);
    show();
}

bool MeasurementController::fits(RunKind kind) const {
    return std::find(m_kinds.begin(), m_kinds.end(), kind) != m_kinds.end();
}

void MeasurementController::show() {
    const std::vector<views::MeasuredRun> shown = m_feed.runs();
    std::vector<views::OtherRun> others;
    for (const auto& [name, run] : m_project->runs()) {
        const auto kind = runKindFromName(run.kind);
        const QString id = views::fromUtf8(name);
        if (kind && fits(*kind) && run.unreadable.empty() && !m_feed.contains(id)) {
            others.push_back({id, factsOf(run, m_around->viewpoint()).title});
        }
    }
    if (m_length != nullptr) {
        m_length->setRuns(shown);
        m_length->setOtherRuns(others);
    } else {
        m_speed->setRuns(shown);
        m_speed->setOtherRuns(others);
    }
}

void MeasurementController::readTrials(const QString& run, const QString& cell) {
    remote::fetchResult(m_project->agent(), m_feed.runOfCell(run, cell), QStringLiteral("results/%1.json").arg(cell), this, [this, cell](const remote::Answer& answer) {
        if (!answer.ok) {
            m_length->setTrialsProblem(cell, views::translated(answer.error));
        } else if (answer.result.is_null()) {
            m_length->setTrialsProblem(cell, tr("The file of this cell is not there any more; its number stays in results.json."));
        } else {
            m_length->setTrials(cell, views::evaluationTrials(answer.result));
        }
    });
}

void MeasurementController::saveFigure(const views::Figure& figure) {
    auto* const page = qobject_cast<QWidget*>(parent());
    app::saveFigure(*page, figure, [around = QPointer(m_around), run = m_first](const Message& why) {
        if (around) {
            around->tell(run, {.ok = false, .result = {}, .error = why});
        }
    });
}

} // namespace halyard::app
