// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/study_controller.h"

#include "app/figure_file.h"
#include "app/project_controller.h"
#include "core/base/error.h"
#include "views/study/grid_draft.h"
#include "views/study/study_page.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

namespace halyard::app {

StudyController::StudyController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::StudyPage& page)
    : QObject(&page), m_project(&project), m_around(&around), m_run(run), m_page(&page), m_feed(project, run, QStringLiteral("table.json"), nullptr) {
    connect(&m_feed, &ResultFeed::changed, this, &StudyController::take);
    connect(&m_feed, &ResultFeed::failed, m_page, &views::StudyPage::setProblem);
    connect(m_around, &ProjectController::changed, this, &StudyController::showFacts);
    connect(m_page, &views::StudyPage::runOpened, this,
            [this](const QString& child) { Q_EMIT runOpened(m_run + views::fromUtf8(std::string(kInComposite)) + child); });
    connect(m_page, &views::StudyPage::studyRunRequested, this, [this] { Q_EMIT runOpened(m_run); });
    connect(m_page, &views::StudyPage::copyRequested, this, [this] {
        if (m_grid) {
            const auto draft = views::GridDraft::fromText(views::fromUtf8(toJson(*m_grid).dump()));
            Q_EMIT copyRequested(draft ? draft->text() : QString());
        }
    });
    connect(m_page, &views::StudyPage::figureReady, this, [this](const views::Figure& figure) {
        app::saveFigure(*m_page, figure, [around = QPointer(m_around), shown = m_run](const Message& why) {
            if (around) {
                around->tell(shown, {.ok = false, .result = {}, .error = why});
            }
        });
    });
    showFacts();
    m_feed.start();
}

void StudyController::showFacts() {
    if (const auto run = m_project->runs().find(views::toUtf8(m_run)); run != m_project->runs().end()) {
        m_page->setFacts(factsOf(run->second, m_around->viewpoint()));
    }
}

void StudyController::take(const Json& document) {
    if (document.is_null()) {
        const auto run = m_project->runs().find(views::toUtf8(m_run));
        if (run != m_project->runs().end() && factsOf(run->second, m_around->viewpoint()).state == views::RunState::Done) {
            m_page->setProblem(tr("This study was not made from a grid and has no table. Its runs stand below it in the project."));
        }
        return; // else it has not begun
    }
    try {
        const GridTable table = gridTableFromJson(document, "table.json");
        m_grid = table.grid;
        m_page->setTable(table);
    } catch (const Error& error) {
        m_page->setProblem(views::translated(error.message()));
    }
}

} // namespace halyard::app
