// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/draft_store.h"
#include "app/forecast.h"
#include "remote/project_session.h"

#include <memory>

#include <QPointer>
#include <QTimer>
#include <QUndoStack>

namespace halyard::views {
class RunWizard;
}

namespace halyard::app {

class JobController;
class MainWindow;
class ProjectController;

// One open wizard: its draft on disk, its forecast, two steps tried, undo, and the run it makes. Goes with its dialog.
class WizardController : public QObject {
    Q_OBJECT

public:
    struct Around {
        remote::ProjectSession* project;
        ProjectController* controller;
        MainWindow* window;
        const DraftStore* drafts;
        QString folder;
    };

    // file: of a draft that is gone on with; null: a new one.
    WizardController(const Around& around, const RunSpec& spec, std::unique_ptr<DraftFile> file = {});
    ~WizardController() override;

    void open();
    [[nodiscard]] views::RunWizard& wizard() { return *m_wizard; }

Q_SIGNALS:
    void launched(const QString& run);
    // Closed without a launch, though something had been edited; the draft is kept.
    void leftEdited();

private:
    void connectWizard();
    void addUndo();
    void takeSpec(const RunSpec& spec);
    void updateForecast();
    void tryTwoSteps(const RunSpec& spec);
    void showTrialLine(const QString& line);
    void launch(const RunSpec& spec);
    void finish(const QString& run); // that was created
    void browse(const std::string& role, const QString& from);
    void browseFile(const QString& from);
    void prepare(const std::string& role, const QString& tokenizer, int block);

    Around m_around;
    views::RunWizard* m_wizard; // our parent
    std::unique_ptr<DraftFile> m_draft;
    RunSpec m_first;   // as it was opened
    RunSpec m_current; // as it is now
    QUndoStack m_undo;
    bool m_restoring = false;
    bool m_launched = false;
    QTimer m_keep;     // draft
    QTimer m_forecast;
    ForecastBasis m_basis;
    FreeSpace m_left;
    QPointer<JobController> m_trial;
    QStringList m_losses; // of the trial's steps
};

} // namespace halyard::app
