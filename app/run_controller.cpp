// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_controller.h"

#include "app/figure_file.h"
#include "app/project_controller.h"
#include "core/run/evaluation.h"
#include "views/evaluation/evaluation_results.h"
#include "views/run/run_page.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <algorithm>

#include <QCollator>
#include <QPlainTextEdit>
#include <QScrollBar>

namespace halyard::app {

namespace {

constexpr qsizetype kLogLine = 2000;

} // namespace

RunController::RunController(remote::ProjectSession& project, ProjectController& around, QString run, views::RunPage& page)
    : QObject(&page), m_project(&project), m_around(&around), m_run(std::move(run)), m_page(&page),
      m_session(std::make_unique<remote::RunSession>(project.agent(), m_run)), m_feed(*m_session, page, around.viewpoint().project) {
    connect(m_around, &ProjectController::changed, this, [this] {
        showFacts();
        offerOthers();
    });
    connectSession();
    connectPage();
    showFacts();
    offerOthers();
    m_feed.start();
    lookForCheckpoints();
}

RunController::~RunController() = default;

remote::AnswerHandler RunController::teller() {
    return [this](const remote::Answer& answer) { m_around->tell(m_run, answer); };
}

void RunController::connectSession() {
    using remote::RunSession;
    connect(m_session.get(), &RunSession::statusChanged, this, [this] { showFacts(); });
    connect(&m_feed, &RunFeed::complete, this, &RunController::caughtUp);
    connect(m_session.get(), &RunSession::ended, this,
            [this](const Message& reason) { m_around->tell(m_run, {.ok = false, .result = {}, .error = reason}); });
    connect(m_session.get(), &RunSession::logArrived, this, [this](const QString&, const QByteArray& bytes) {
        if (!m_log) {
            return;
        }
        const bool atEnd = m_log->verticalScrollBar()->value() >= m_log->verticalScrollBar()->maximum() - 4;
        for (const QByteArray& line : bytes.split('\n')) {
            if (!line.isEmpty()) {
                m_log->appendPlainText(views::shownText(std::string_view(line.constData(), static_cast<std::size_t>(line.size())), kLogLine));
            }
        }
        if (atEnd) {
            m_log->verticalScrollBar()->setValue(m_log->verticalScrollBar()->maximum());
        }
    });
}

void RunController::connectPage() {
    using views::RunPage;
    connect(m_page, &RunPage::startRequested, this, [this] { m_session->startRun(false, this, teller()); });
    connect(m_page, &RunPage::continueRequested, this, [this] { m_session->startRun(true, this, teller()); });
    connect(m_page, &RunPage::pauseRequested, this, [this] { m_session->pause(this, teller()); });
    connect(m_page, &RunPage::resumeRequested, this, [this] { m_session->resume(this, teller()); });
    connect(m_page, &RunPage::stopRequested, this, [this] { m_session->stop(this, teller()); });
    connect(m_page, &RunPage::stopNowRequested, this, [this] { m_session->stopNow(this, teller()); });
    connect(m_page, &RunPage::cloneRequested, this, &RunController::clone);
    connect(m_page, &RunPage::exportRequested, this,
            [this](std::optional<std::int64_t> step) { Q_EMIT exportRequested(m_run, step); });
    connect(m_page, &RunPage::partOpened, this, &RunController::partOpened);
    connect(m_page, &RunPage::compareRequested, this, &RunController::compare);
    connect(m_page, &RunPage::comparisonRemoved, this, [this](const QString& other) { m_compared.erase(other); });
    connect(m_page, &RunPage::resultsRequested, this, [this] { Q_EMIT resultsRequested(m_run, m_page->facts().kind); });
    connect(m_page, &RunPage::figureReady, this, [this](const views::Figure& figure) {
        saveFigure(*m_page, figure, [this](const Message& why) { m_around->tell(m_run, {.ok = false, .result = {}, .error = why}); });
    });
}

void RunController::showFacts() {
    // The session's own summary is newer than the list's, or the same.
    const auto listed = m_project->runs().find(m_run.toStdString());
    const RunSummary* summary = m_session->summary() ? &*m_session->summary() : nullptr;
    if (listed != m_project->runs().end()) {
        const bool older = summary == nullptr || listed->second.status.version > summary->status.version;
        summary = older ? &listed->second : summary;
    }
    if (summary == nullptr) {
        return;
    }
    views::RunFacts facts = factsOf(*summary, m_around->viewpoint());
    if (listed != m_project->runs().end()) {
        facts.title = factsOf(listed->second, m_around->viewpoint()).title;
    }
    facts.tokens = m_page->facts().tokens;
    m_page->setFacts(facts);
    showParts(facts);
    if (isEvaluation(facts.kind) && !m_results) {
        m_results = std::make_unique<ResultFeed>(*m_project, m_run, QStringLiteral("results.json"), this);
        connect(m_results.get(), &ResultFeed::changed, this, [this](const Json& results) { m_page->setResults(views::evaluationResults(results)); });
        m_results->start();
    }
    if (summary->status.newestCheckpoint != m_checkpoint) {
        m_checkpoint = summary->status.newestCheckpoint;
        lookForCheckpoints();
    }
}

void RunController::showParts(const views::RunFacts& facts) {
    if (!isComposite(facts.kind)) {
        return;
    }
    std::vector<views::RunFacts> parts;
    for (const auto& [name, run] : m_project->runs()) {
        if (views::fromUtf8(compositeOf(name)) == m_run) {
            parts.push_back(factsOf(run, m_around->viewpoint()));
        }
    }
    QCollator byNumber; // layer-2 before layer-10
    byNumber.setNumericMode(true);
    std::sort(parts.begin(), parts.end(), [&](const auto& a, const auto& b) { return byNumber.compare(a.id, b.id) < 0; });
    m_page->setParts(parts);
}

void RunController::lookForCheckpoints() {
    m_session->read(this, [this](const remote::Answer& answer) {
        if (!answer.ok) {
            return; // the list stays as the events tell it
        }
        std::vector<std::int64_t> steps;
        for (const Json& checkpoint : answer.result.value("checkpoints", Json::array())) {
            if (checkpoint.is_object() && checkpoint.value("step", Json()).is_number_integer()) {
                steps.push_back(checkpoint["step"].get<std::int64_t>());
            }
        }
        m_page->setExistingCheckpoints(steps);
    });
}

void RunController::clone() {
    m_session->read(this, [this](const remote::Answer& answer) {
        if (!answer.ok) {
            m_around->tell(m_run, answer);
            return;
        }
        Q_EMIT cloneRequested(answer.result.value("spec", Json()));
    });
}

void RunController::offerOthers() {
    std::vector<views::OtherRun> others;
    for (const auto& [name, summary] : m_project->runs()) {
        if (name != m_run.toStdString() && summary.unreadable.empty()) {
            others.push_back({views::fromUtf8(name), factsOf(summary, m_around->viewpoint()).title});
        }
    }
    m_page->setOtherRuns(others);
}

void RunController::compare(const QString& other) {
    std::unique_ptr<ComparisonFeed>& feed = m_compared[other];
    feed = std::make_unique<ComparisonFeed>(m_project->agent(), *m_page, m_around->viewpoint().project, other);
    feed->start();
}

void RunController::showLogIn(QPlainTextEdit& log) {
    m_log = &log;
    log.clear();
    m_session->followLog(QStringLiteral("worker-0.txt"));
}

void RunController::hideLog() {
    m_log = nullptr;
    m_session->unfollowLog();
}

} // namespace halyard::app
