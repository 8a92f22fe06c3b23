// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/study_editor.h"

#include "app/job_controller.h"
#include "app/places.h"
#include "app/project_controller.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/demo/shipped_grids.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <QFileInfo>
#include <QFileDialog>

namespace halyard::app {

namespace {

constexpr std::uint64_t kLargestGrid = std::uint64_t{1} << 20U; // a line of the protocol

// Of a file, or a sentence why not.
QString textOf(const std::filesystem::path& file, QString& problem) {
    try {
        return views::fromUtf8(readFile(file, kLargestGrid));
    } catch (const Error& error) {
        problem = views::translated(error.message());
        return {};
    }
}

} // namespace

StudyEditor::StudyEditor(remote::ProjectSession& project, ProjectController& around, QString folder, views::GridEditor& page)
    : QObject(&page), m_project(&project), m_around(&around), m_folder(std::move(folder)), m_page(&page) {
    connect(&m_check, &GridCheck::finished, this, &StudyEditor::take);
    connect(m_page, &views::GridEditor::edited, this, [this] { m_check.start(m_page->text(), m_folder); });
    connect(m_page, &views::GridEditor::openRequested, this, &StudyEditor::openFile);
    connect(m_page, &views::GridEditor::saveRequested, this, &StudyEditor::save);
    connect(m_page, &views::GridEditor::createRequested, this, &StudyEditor::create);
    connect(m_around, &ProjectController::changed, this, [this] { m_page->setUsable(!m_around->viewpoint().readOnly); });
    m_page->setUsable(!m_around->viewpoint().readOnly);
    offerShipped();
}

void StudyEditor::offerShipped() {
    std::vector<views::ShippedGrid> shipped;
    const ShippedGrids grids(views::toUtf8(resourcesFolder(QStringLiteral("studies"))));
    for (const std::string& name : grids.names()) {
        QString problem;
        const QString text = textOf(grids.file(name), problem);
        if (const auto draft = views::GridDraft::fromText(text)) {
            shipped.push_back({views::fromUtf8(name), draft->question(), text});
        }
    }
    m_page->setShipped(shipped);
    if (m_page->text().isEmpty() && !shipped.empty()) {
        m_page->setText(shipped.front().text);
    }
}

void StudyEditor::begin(const QString& text) {
    if (!text.isEmpty()) {
        m_page->setText(text);
    }
}

bool StudyEditor::isTaken(const std::string& name) const {
    return m_project->runs().contains(name);
}

void StudyEditor::take(const CheckedGrid& grid) {
    m_checked = grid;
    if (grid.plan.problem.isEmpty() && isTaken(grid.name)) {
        m_checked.plan.problem = tr("There is a run called %1 in this project. Give the grid another name.").arg(views::shownText(grid.name, 80));
    }
    if (!m_job) {
        m_page->setPlan(m_checked.plan);
    }
}

void StudyEditor::openFile() {
    auto* dialog = new QFileDialog(m_page, tr("Open a grid"), m_folder, tr("Grids (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QString problem;
        QString text = textOf(views::toUtf8(path), problem);
        if (problem.isEmpty()) {
            // Its relative paths are relative to where it lies.
            const CheckedGrid whole = checkedGrid(views::toUtf8(text), views::toUtf8(QFileInfo(path).absolutePath()));
            if (const auto draft = whole.grid.is_null() ? std::nullopt : views::GridDraft::fromText(views::fromUtf8(whole.grid.dump()))) {
                text = draft->text();
            }
            m_page->setText(text);
        } else {
            m_page->setRefusal(problem);
        }
    });
    dialog->open();
}

void StudyEditor::save() {
    auto* dialog = new QFileDialog(m_page, tr("Save the grid"), m_folder, tr("Grids (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(m_checked.name.empty() ? QStringLiteral("grid.json") : views::fromUtf8(m_checked.name) + QStringLiteral(".json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (!keepFile(path, m_page->text().toUtf8())) {
            m_page->setRefusal(tr("%1 could not be written. Choose another folder.").arg(views::shownText(path, 300)));
        }
    });
    dialog->open();
}

void StudyEditor::create() {
    if (m_job || m_checked.grid.is_null()) {
        return;
    }
    m_job = new JobController(m_project->agent(), this);
    m_page->setCreating(true, tr("What the grid reads is being prepared."));
    connect(m_job, &JobController::lineArrived, this, [this](const QString& line) { m_page->setCreating(true, line); });
    connect(m_job, &JobController::failed, m_page, &views::GridEditor::setRefusal);
    connect(m_job, &JobController::cancelled, this, [this] { m_page->setCreating(false); });
    connect(m_job, &JobController::finished, this, [this, name = views::fromUtf8(m_checked.name)] {
        m_page->setCreating(false);
        m_around->startOrQueue(name);
        Q_EMIT launched(name);
    });
    m_job->start(QStringLiteral("study"), {{"grid", m_checked.grid}});
}

} // namespace halyard::app
