// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/measurement_feed.h"
#include "views/charts/figure.h"
#include "views/evaluation/length_page.h"
#include "views/evaluation/speed_page.h"

#include <vector>

#include <QObject>
#include <QTimer>

namespace halyard::app {

class ProjectController;

// Keeps a page of measurements up to date: the run it was opened for, those put beside it, and those that may be. Lives
// as long as the page.
class MeasurementController : public QObject {
    Q_OBJECT

public:
    // page owns the controller.
    MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::LengthPage& page);
    MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::SpeedPage& page);

Q_SIGNALS:
    void runOpened(const QString& run);

private:
    template <class Page> void connectPage(Page& page);
    void show();
    void readTrials(const QString& run, const QString& cell);
    void saveFigure(const views::Figure& figure);
    [[nodiscard]] bool fits(RunKind kind) const;

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    QString m_first;
    std::vector<RunKind> m_kinds; // of runs that may be on the page
    MeasurementFeed m_feed;
    views::LengthPage* m_length = nullptr; // one of the two
    views::SpeedPage* m_speed = nullptr;
    QTimer m_show;
};

} // namespace halyard::app
