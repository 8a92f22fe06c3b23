// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/result_feed.h"
#include "core/report/grid_table.h"

#include <optional>

namespace halyard::views {
class StudyPage;
}

namespace halyard::app {

class ProjectController;

// Keeps the page of a study up to date while it fills. Lives as long as the page.
class StudyController : public QObject {
    Q_OBJECT

public:
    // page owns the controller.
    StudyController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::StudyPage& page);

Q_SIGNALS:
    void runOpened(const QString& run);
    void copyRequested(const QString& grid); // its text

private:
    void showFacts();
    void take(const Json& document);

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    QString m_run;
    views::StudyPage* m_page;
    ResultFeed m_feed;
    std::optional<StudyGrid> m_grid;
};

} // namespace halyard::app
