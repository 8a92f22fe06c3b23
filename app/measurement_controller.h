// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model_facts.h"
#include "app/result_feed.h"
#include "remote/run_session.h"
#include "views/charts/figure.h"
#include "views/evaluation/length_page.h"
#include "views/evaluation/speed_page.h"

#include <map>
#include <memory>
#include <set>

#include <QObject>
#include <QTimer>

namespace halyard::app {

class ProjectController;

// Keeps a page of measurements up to date: the run it was opened for, those put beside it, and those that may be. What the
// runs of one composite run measure is shown as one. Lives as long as the page.
class MeasurementController : public QObject {
    Q_OBJECT

public:
    // page owns the controller.
    MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::LengthPage& page);
    MeasurementController(remote::ProjectSession& project, ProjectController& around, const QString& run, views::SpeedPage& page);

Q_SIGNALS:
    void runOpened(const QString& run);

private:
    struct Shown {
        std::unique_ptr<ResultFeed> feed;
        views::MeasuredRun run;
    };
    template <class Page> void connectPage(Page& page);
    void add(const QString& run);
    void remove(const QString& run);
    void addSiblings();
    [[nodiscard]] QString runOfCell(const QString& cell) const;
    void show();
    void refreshFacts(const QString& id, Shown& shown);
    void readTrials(const QString& run, const QString& cell);
    void saveFigure(const views::Figure& figure);
    [[nodiscard]] bool fits(RunKind kind) const;

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    QString m_first;
    std::vector<RunKind> m_kinds; // of runs that may be on the page
    views::LengthPage* m_length = nullptr; // one of the two
    views::SpeedPage* m_speed = nullptr;
    QStringList m_order;
    std::set<QString> m_siblings; // of the first: what its composite run measures in other runs
    std::map<QString, Shown> m_runs;
    std::map<QString, ModelFacts> m_models; // by path
    QTimer m_show;
};

} // namespace halyard::app
