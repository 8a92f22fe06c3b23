// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/study_pages.h"

#include "app/main_window.h"
#include "app/project_controller.h"
#include "app/study_controller.h"
#include "app/study_editor.h"
#include "views/run/run_facts.h"
#include "views/study/grid_editor.h"
#include "views/study/study_page.h"

namespace halyard::app {

StudyPages::StudyPages(remote::ProjectSession& project, ProjectController& around, MainWindow& window, QString folder)
    : m_project(&project), m_around(&around), m_window(&window), m_folder(std::move(folder)) {}

void StudyPages::open(const QString& run, const QString& title) {
    auto* page = new views::StudyPage;
    auto* controller = new StudyController(*m_project, *m_around, run, *page);
    connect(controller, &StudyController::runOpened, this, &StudyPages::runOpened);
    connect(controller, &StudyController::copyRequested, this, &StudyPages::edit);
    m_window->addPage(pageOf(run), title, views::kindIcon(RunKind::Study), page);
    m_window->activatePage(pageOf(run));
}

void StudyPages::edit(const QString& grid) {
    if (m_window->page(editorPage()) == nullptr) {
        auto* page = new views::GridEditor;
        auto* editor = new StudyEditor(*m_project, *m_around, m_folder, *page);
        connect(editor, &StudyEditor::launched, this, &StudyPages::launched);
        m_window->addPage(editorPage(), tr("New study"), QStringLiteral("edit"), page);
    }
    m_window->activatePage(editorPage());
    m_window->page(editorPage())->findChild<StudyEditor*>(QString(), Qt::FindDirectChildrenOnly)->begin(grid);
}

} // namespace halyard::app
