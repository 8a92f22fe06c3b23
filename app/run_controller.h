// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/comparison_feed.h"
#include "app/project_values.h"
#include "app/result_feed.h"
#include "app/run_feed.h"
#include "remote/project_session.h"
#include "remote/run_session.h"
#include "views/charts/figure.h"

#include <map>
#include <memory>

#include <QObject>
#include <QPointer>

class QPlainTextEdit;

namespace halyard::views {
class RunPage;
}

namespace halyard::app {

class ProjectController;

// One open run: its session feeds its page, and the page's wishes go to the agent. Lives as long as the page.
class RunController : public QObject {
    Q_OBJECT

public:
    // page owns the controller.
    RunController(remote::ProjectSession& project, ProjectController& around, QString run, views::RunPage& page);
    ~RunController() override;

    [[nodiscard]] const QString& run() const { return m_run; }
    [[nodiscard]] remote::RunSession& session() { return *m_session; }
    // Text of the run's worker goes there while the page is shown.
    void showLogIn(QPlainTextEdit& log);
    void hideLog();
    // Asks for the run's spec; cloneRequested() follows.
    void clone();

Q_SIGNALS:
    void cloneRequested(const halyard::Json& spec);
    void exportRequested(const QString& run, std::optional<std::int64_t> step);
    void resultsRequested(const QString& run, halyard::RunKind kind);
    void partOpened(const QString& run); // one of this composite run's
    void caughtUp();

private:
    void connectSession();
    void connectPage();
    void showFacts();
    void showParts(const views::RunFacts& facts);
    void lookForCheckpoints();
    void compare(const QString& other);
    void offerOthers();
    [[nodiscard]] remote::AnswerHandler teller();

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    QString m_run;
    views::RunPage* m_page;
    std::unique_ptr<remote::RunSession> m_session;
    RunFeed m_feed;
    std::unique_ptr<ResultFeed> m_results; // of a run that measures
    std::map<QString, std::unique_ptr<ComparisonFeed>> m_compared;
    QPointer<QPlainTextEdit> m_log;
    std::optional<std::int64_t> m_checkpoint; // newest known when we looked
};

} // namespace halyard::app
