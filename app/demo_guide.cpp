// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_guide.h"

#include "app/job_controller.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/project_controller.h"
#include "core/run/run_summary.h"
#include "views/text/plain_text.h"

#include <QDesktopServices>
#include <QUrl>

namespace halyard::app {

namespace {

const QString kDemoQuestion = QStringLiteral("demo");
const QString kRunPage = QStringLiteral("run:");
constexpr std::string_view kDemoRun = "demo"; // the composite run of core/demo/demo_project.h

} // namespace

DemoGuide::DemoGuide(remote::ProjectSession& project, ProjectController& around, MainWindow& window, QString folder)
    : m_project(&project), m_around(&around), m_window(&window), m_folder(std::move(folder)) {}

DemoGuide::~DemoGuide() {
    delete m_job;
}

void DemoGuide::run(const QString& budget) {
    if (m_job) {
        return;
    }
    Json arguments = Json::object();
    if (!budget.isEmpty()) {
        arguments["budget"] = views::toUtf8(budget);
    }
    m_window->log().clear();
    m_window->showLog(tr("demo"));
    m_job = new JobController(m_project->agent(), this);
    m_job->showLinesIn(m_window->log());
    const auto say = [this](const QString& sentence) {
        m_window->messageBar().ask(kDemoQuestion, sentence, {{tr("Stop the demo"), [this] {
                                                                   if (m_job) {
                                                                       m_job->cancel();
                                                                   }
                                                               }}});
    };
    say(tr("The demo makes a hybrid of a small teacher, step by step. Each step opens here by itself; you may look around, or close the window: it goes on."));
    connect(m_job, &JobController::failed, this, [this, budget](const QString& sentence) {
        m_window->messageBar().ask(kDemoQuestion, sentence, {{tr("Go on with the demo"), [this, budget] { run(budget); }}, {tr("Close"), {}}}, true);
    });
    connect(m_job, &JobController::cancelled, this, [this, budget] {
        m_window->messageBar().ask(kDemoQuestion, tr("The demo was stopped. It can go on where it was."),
                                   {{tr("Go on with the demo"), [this, budget] { run(budget); }}, {tr("Close"), {}}});
    });
    connect(m_job, &JobController::finished, this, [this] {
        m_around->lookForExports();
        m_window->messageBar().ask(kDemoQuestion, tr("The demo is done: its report says what was shown, and the student was exported."),
                                   {{tr("Open the report"), [this] { openReport(); }}, {tr("See the export page"), [this] { Q_EMIT exportOpened(); }}, {tr("Close"), {}}});
    });
    connect(m_job, &JobController::over, this, [this] { m_job = nullptr; });
    m_job->start(QStringLiteral("demo"), arguments);
}

// In the browser, beside which the workbench stays.
void DemoGuide::openReport() {
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder + QStringLiteral("/report/report.html")));
}

// The page of the demo's part that goes on opens once; a person who went elsewhere is not called back.
void DemoGuide::follow() {
    if (!m_job) {
        return;
    }
    for (const auto& [name, each] : m_project->runs()) {
        const QString id = views::fromUtf8(name);
        const bool watching = m_shown.isEmpty() || m_window->currentPage() == kRunPage + m_shown;
        if (compositeOf(name) == kDemoRun && each.status.goesOn() && id != m_shown) {
            m_shown = id;
            if (watching) {
                Q_EMIT runOpened(id);
            }
        }
    }
}

} // namespace halyard::app
