// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/check_line.h"
#include "core/base/json.h"
#include "remote/project_session.h"
#include "remote/run_session.h"
#include "views/export/export_page.h"

#include <map>
#include <optional>
#include <vector>

#include <QObject>
#include <QPointer>

namespace halyard::app {

class JobController;
class ProjectController;

// The export page: what may be exported, the export as a job, its report as a checklist. page owns the controller.
class ExportController : public QObject {
    Q_OBJECT

public:
    ExportController(remote::ProjectSession& project, ProjectController& around, QString folder, views::ExportPage& page);

    // run empty: the newest student.
    void choose(const QString& run, std::optional<std::int64_t> step);

private:
    void offerSources();
    void readSteps(const QString& run);
    void takeWish(const views::ExportWish& wish);
    // The sentence why a wish cannot be, or nothing; name: of the folder below exports/.
    [[nodiscard]] QString problemOf(const views::ExportWish& wish, QString& name) const;
    void start(const views::ExportWish& wish);
    void showCheck(const CheckLine& line);
    void showReport(const Json& report);
    void showFailure(const QString& sentence);

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    QString m_folder; // of the project
    views::ExportPage* m_page;
    QPointer<JobController> m_job;
    std::optional<views::ExportCheck> m_check; // that is being made
    QString m_out;
    QString m_chosen;
    std::vector<views::ExportSource> m_shown;
    std::optional<std::int64_t> m_step;
    std::map<std::string, std::vector<std::int64_t>> m_steps; // by run
    std::map<std::string, QString> m_scalings;
};

} // namespace halyard::app
