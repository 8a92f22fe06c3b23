// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_controller.h"

#include "app/job_controller.h"
#include "app/project_controller.h"
#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/io/model_config.h"
#include "views/export/export_page.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <algorithm>

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QGuiApplication>
#include <QUrl>

namespace halyard::app {

using views::CheckState;
using views::ExportCheck;
using views::ExportPage;

namespace {

// Students first, the furthest stage before the others.
constexpr std::array kOrder = {RunKind::Stage3, RunKind::Stage2, RunKind::Stage1, RunKind::Pretrain};

QString numberIn(const Json& report, const char* key) {
    const Json value = report.value(key, Json());
    return value.is_number() ? views::countText(value.get<std::int64_t>()) : QString();
}

QString textIn(const Json& report, const char* key) {
    const Json value = report.value(key, Json());
    return value.is_string() ? views::shownText(value.get<std::string>()) : QString();
}

QString measureIn(const Json& report, const char* key) {
    const Json value = report.value(key, Json());
    return value.is_number() ? views::numberText(value.get<double>(), 2) : ExportController::tr("not finite");
}

// The names the worker gives its checks (core/export/export.h), in the page's order.
constexpr std::array<std::string_view, views::kExportChecks> kCheckNames = {"tensors", "config", "read_back", "logits", "python"};

// "4.57.3: 2.8e-7, 5.1.0: 3e-7, at most 2e-4", then why one was left out.
QString pythonText(const Json& facts) {
    QStringList versions;
    const Json compared = facts.value("compared", Json());
    for (const Json& one : compared.is_array() ? compared : Json::array()) {
        if (one.is_object()) {
            versions << ExportController::tr("%1: %2").arg(textIn(one, "transformers"), measureIn(one, "error"));
        }
    }
    QStringList parts;
    if (!versions.isEmpty()) {
        parts << ExportController::tr("relative difference with %1 (at most %2)").arg(versions.join(ExportController::tr(", ")), measureIn(facts, "limit"));
    }
    if (const auto why = facts.contains("unavailable") ? messageFromJson(facts["unavailable"]) : std::nullopt) {
        parts << views::translated(*why);
    }
    return parts.join(u' ');
}

QString detailOf(ExportCheck check, const Json& facts) {
    switch (check) {
    case ExportCheck::Tensors: {
        const Json bytes = facts.value("bytes", Json());
        return facts.empty() ? QString() : ExportController::tr("%1 tensors, %2").arg(numberIn(facts, "tensors"), views::bytesText(bytes.is_number() ? bytes.get<double>() : 0));
    }
    case ExportCheck::Config: return textIn(facts, "architecture");
    case ExportCheck::ReadBack: return facts.empty() ? QString() : ExportController::tr("%1 tensors, no byte differs").arg(numberIn(facts, "tensors"));
    case ExportCheck::Logits:
        return facts.empty() ? QString()
                             : ExportController::tr("relative difference %1 (at most %2)").arg(measureIn(facts, "error"), measureIn(facts, "limit"));
    case ExportCheck::Python: return pythonText(facts);
    }
    return {};
}

} // namespace

ExportController::ExportController(remote::ProjectSession& project, ProjectController& around, QString folder, ExportPage& page)
    : QObject(&page), m_project(&project), m_around(&around), m_folder(std::move(folder)), m_page(&page) {
    connect(m_page, &ExportPage::wishChanged, this, &ExportController::takeWish);
    connect(m_page, &ExportPage::exportRequested, this, &ExportController::start);
    connect(m_page, &ExportPage::cancelRequested, this, [this] {
        if (m_job) {
            m_job->cancel();
        }
    });
    connect(m_page, &ExportPage::copyRequested, this, [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
    connect(m_page, &ExportPage::openFolderRequested, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_out)); });
    connect(m_page, &ExportPage::copyModelCardRequested, this, [this] {
        QFile card(m_out + QStringLiteral("/README.md"));
        if (card.open(QIODevice::ReadOnly)) {
            QGuiApplication::clipboard()->setText(QString::fromUtf8(card.read(1 << 20)));
        }
    });
    connect(m_around, &ProjectController::changed, this, &ExportController::offerSources);
    offerSources();
}

void ExportController::choose(const QString& run, std::optional<std::int64_t> step) {
    m_step = step;
    if (!run.isEmpty()) {
        m_page->chooseSource(run, step);
    }
}

void ExportController::offerSources() {
    std::vector<views::ExportSource> sources;
    for (const RunKind kind : kOrder) {
        for (const auto& [name, run] : m_project->runs()) {
            if (runKindFromName(run.kind) != kind || !run.status.newestCheckpoint) {
                continue;
            }
            std::vector<std::int64_t>& steps = m_steps[name];
            if (steps.empty() || steps.front() < *run.status.newestCheckpoint) {
                steps.insert(steps.begin(), *run.status.newestCheckpoint);
            }
            sources.push_back({views::fromUtf8(name), factsOf(run, m_around->viewpoint()).title, steps, m_scalings[name]});
        }
    }
    const auto same = [](const views::ExportSource& a, const views::ExportSource& b) {
        return a.id == b.id && a.title == b.title && a.steps == b.steps && a.scaling == b.scaling;
    };
    const auto& shown = m_shown;
    if (!m_job && !std::equal(sources.begin(), sources.end(), shown.begin(), shown.end(), same)) {
        m_shown = sources;
        m_page->setSources(sources);
        if (m_step) {
            m_page->chooseSource(m_page->wish().source, m_step);
        }
    }
}

// All checkpoints of a run and its own scaling; asked for once it is chosen.
void ExportController::readSteps(const QString& run) {
    auto* session = new remote::RunSession(m_project->agent(), run, this);
    session->read(this, [this, session, name = run.toStdString()](const remote::Answer& answer) {
        session->deleteLater();
        if (!answer.ok) {
            return;
        }
        std::vector<std::int64_t> steps;
        for (const Json& checkpoint : answer.result.value("checkpoints", Json::array())) {
            if (checkpoint.is_object() && checkpoint.value("step", Json()).is_number_integer()) {
                steps.push_back(checkpoint["step"].get<std::int64_t>());
            }
        }
        std::sort(steps.rbegin(), steps.rend());
        m_steps[name] = steps;
        const Json spec = answer.result.value("spec", Json());
        const Json model = spec.is_object() ? spec.value("model", Json()) : Json();
        m_scalings[name] = model.is_object() ? textIn(model, "attn_logits_scaling") : QString();
        offerSources();
    });
}

void ExportController::takeWish(const views::ExportWish& wish) {
    if (wish.source != m_chosen && !wish.source.isEmpty()) {
        m_chosen = wish.source;
        readSteps(m_chosen);
        QString name = m_chosen;
        m_page->setFolder(m_folder + QStringLiteral("/exports/") + name.replace(views::fromUtf8(std::string(kInComposite)), QStringLiteral("-")));
        m_project->sample(m_page, [page = m_page](const remote::MachineSample& sample) { page->setFreeSpace(sample.diskFree, std::nullopt); });
        return;
    }
    QString name;
    m_page->setProblem(wish.source.isEmpty() ? QString() : problemOf(wish, name));
}

QString ExportController::problemOf(const views::ExportWish& wish, QString& name) const {
    if (!wish.scaling.isEmpty()) {
        try {
            (void)parseLogitsScaling(views::toUtf8(wish.scaling));
        } catch (const Error& error) {
            return views::translated(error.message());
        }
    }
    const QString exports = m_folder + QStringLiteral("/exports");
    const QString path = QDir::cleanPath(QDir(exports).absoluteFilePath(wish.folder));
    name = QFileInfo(path).fileName();
    if (wish.folder.trimmed().isEmpty() || name.isEmpty() || name.startsWith(u'.') || QFileInfo(path).path() != exports) {
        return tr("Exports are folders in %1. Type a name.").arg(views::shownText(exports, 300));
    }
    return {};
}

void ExportController::start(const views::ExportWish& wish) {
    QString name;
    const QString problem = problemOf(wish, name);
    m_page->setProblem(problem);
    if (!problem.isEmpty() || m_job || wish.source.isEmpty()) {
        return;
    }
    m_out = m_folder + QStringLiteral("/exports/") + name;
    Json arguments = {{"run", views::toUtf8(wish.source)}, {"out", views::toUtf8(name)}, {"step", wish.step}};
    if (!wish.scaling.isEmpty()) {
        arguments["scaling"] = views::toUtf8(wish.scaling);
    }
    m_page->clearChecks();
    showCheck({.check = std::string(kCheckNames.front())}); // its program starts
    m_page->setPhase(ExportPage::Phase::Working);
    m_job = new JobController(m_project->agent(), this);
    connect(m_job, &JobController::checkArrived, this, &ExportController::showCheck);
    connect(m_job, &JobController::lineArrived, this, [this](const QString& line) {
        if (m_check) {
            m_page->setCheck(*m_check, {CheckState::State::Running, line});
        }
    });
    connect(m_job, &JobController::finished, this, &ExportController::showReport);
    connect(m_job, &JobController::failed, this, &ExportController::showFailure);
    connect(m_job, &JobController::cancelled, this, [this] {
        m_page->clearChecks();
        m_page->setPhase(ExportPage::Phase::Choosing, tr("The export was cancelled; no folder was left."));
    });
    connect(m_job, &JobController::over, this, [this] {
        m_job = nullptr;
        m_around->lookForExports();
    });
    m_job->start(QStringLiteral("export"), arguments);
}

void ExportController::showCheck(const CheckLine& line) {
    const auto name = std::find(kCheckNames.begin(), kCheckNames.end(), line.check);
    if (name == kCheckNames.end()) {
        return;
    }
    const auto check = static_cast<ExportCheck>(name - kCheckNames.begin());
    const auto state = [&] {
        switch (line.state) {
        case CheckLine::State::Running: return CheckState::State::Running;
        case CheckLine::State::Passed: return CheckState::State::Passed;
        case CheckLine::State::Skipped: return CheckState::State::Skipped;
        case CheckLine::State::Failed: return CheckState::State::Failed;
        }
        return CheckState::State::Waiting;
    }();
    m_check = state == CheckState::State::Running ? std::optional(check) : std::nullopt;
    m_page->setCheck(check, {state, detailOf(check, line.facts)});
}

void ExportController::showReport(const Json& report) {
    QStringList notes;
    for (const Json& note : report.value("notes", Json::array())) {
        if (note.is_string()) {
            notes << views::shownText(note.get<std::string>());
        }
    }
    m_page->setLoadingCode(QStringLiteral("from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
                                          "folder = \"%1\"\n"
                                          "tokenizer = AutoTokenizer.from_pretrained(folder)\n"
                                          "model = AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True)\n")
                               .arg(QString(m_out).replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""))));
    m_page->setPhase(ExportPage::Phase::Done, tr("The model is in %1. %2").arg(m_out, notes.join(u' ')));
}

void ExportController::showFailure(const QString& sentence) {
    if (m_check) { // its program ended in the middle of it
        m_page->setCheck(*m_check, {CheckState::State::Failed, {}});
    }
    m_page->setPhase(ExportPage::Phase::Failed, tr("%1 No folder was left.").arg(sentence));
}

} // namespace halyard::app
