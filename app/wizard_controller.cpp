// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizard_controller.h"

#include "app/job_controller.h"
#include "app/main_window.h"
#include "app/prepare_text.h"
#include "app/project_folder.h"
#include "app/project_controller.h"
#include "app/wizard_inputs.h"
#include "core/run/run_inputs.h"
#include "core/run/validate.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"
#include "views/wizards/run_wizard.h"

#include <chrono>

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QRegularExpression>

namespace halyard::app {

namespace {

constexpr std::chrono::milliseconds kKeepAfter{1000};
constexpr std::chrono::milliseconds kForecastAfter{250};

// A state of the whole wizard; typing in one place is one step.
class SpecChange : public QUndoCommand {
public:
    SpecChange(RunSpec before, RunSpec after, std::function<void(const RunSpec&)> apply)
        : m_before(std::move(before)), m_after(std::move(after)), m_apply(std::move(apply)),
          m_time(std::chrono::steady_clock::now()) {}

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const SpecChange*>(other);
        if (next->m_time - m_time > std::chrono::milliseconds(700)) {
            return false;
        }
        m_after = next->m_after;
        m_time = next->m_time;
        return true;
    }

private:
    RunSpec m_before;
    RunSpec m_after;
    std::function<void(const RunSpec&)> m_apply;
    std::chrono::steady_clock::time_point m_time;
};

// Of a pipeline, the stage that can be tried now: the later ones need its result.
const RunSpec& firstStage(const RunSpec& spec) {
    return spec.children.empty() ? spec : spec.children.front();
}

} // namespace

WizardController::WizardController(const Around& around, const RunSpec& spec, std::unique_ptr<DraftFile> file)
    : m_around(around), m_wizard(new views::RunWizard(spec.kind, around.window)), m_draft(std::move(file)) {
    setParent(m_wizard);
    m_wizard->setAttribute(Qt::WA_DeleteOnClose);
    m_keep.setSingleShot(true);
    m_keep.setInterval(kKeepAfter);
    m_forecast.setSingleShot(true);
    m_forecast.setInterval(kForecastAfter);
    m_basis.project = around.folder.toStdString();
    const Runs& runs = around.project->runs();
    for (const InputRole& role : inputRoles()) {
        const std::string name(role.name);
        m_wizard->setInputChoices(name, inputChoices(name, runs, around.folder));
    }
    m_wizard->setSpec(spec);
    m_first = m_current = m_wizard->spec();
    connectWizard();
    addUndo();
    takeSpec(m_first);
    m_around.project->sample(this, [this](const remote::MachineSample& sample) {
        m_left = {sample.memoryAvailable, sample.diskFree};
        m_basis.cores = std::max(1, sample.cores);
        updateForecast();
    });
}

WizardController::~WizardController() = default;

void WizardController::open() {
    m_wizard->open();
}

void WizardController::connectWizard() {
    using views::RunWizard;
    connect(m_wizard, &RunWizard::specChanged, this, &WizardController::takeSpec);
    connect(m_wizard, &RunWizard::browseRequested, this, &WizardController::browse);
    connect(m_wizard, &RunWizard::fileBrowseRequested, this, &WizardController::browseFile);
    connect(m_wizard, &RunWizard::prepareRequested, this, &WizardController::prepare);
    connect(m_wizard, &RunWizard::trialRequested, this, &WizardController::tryTwoSteps);
    connect(m_wizard, &RunWizard::launchRequested, this, &WizardController::launch);
    connect(m_wizard, &RunWizard::copyRequested, this, [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
    connect(&m_forecast, &QTimer::timeout, this, &WizardController::updateForecast);
    connect(&m_keep, &QTimer::timeout, this, [this] {
        if (!m_draft) {
            m_draft = m_around.drafts->begin();
        }
        if (m_draft) {
            m_draft->keep(m_current);
        }
    });
    connect(m_wizard, &QDialog::rejected, this, [this] {
        if (m_trial) {
            m_trial->cancel();
        }
        const bool edited = toJson(m_current) != toJson(m_first);
        if (m_draft && !edited) {
            m_draft->keep(m_current); // one that was gone on with stays as it was
        }
        if (edited && !m_launched) {
            m_keep.stop();
            if (!m_draft) {
                m_draft = m_around.drafts->begin();
            }
            if (m_draft) {
                m_draft->keep(m_current);
            }
            m_draft.reset(); // lets go of its lock
            Q_EMIT leftEdited();
        }
    });
}

void WizardController::addUndo() {
    QAction* const undo = m_undo.createUndoAction(m_wizard);
    undo->setShortcut(QKeySequence::Undo);
    QAction* const redo = m_undo.createRedoAction(m_wizard);
    redo->setShortcut(QKeySequence::Redo);
    m_wizard->addActions({undo, redo});
}

void WizardController::takeSpec(const RunSpec& spec) {
    if (!m_restoring && toJson(spec) != toJson(m_current)) {
        m_restoring = true; // push() applies it at once, as it is already
        m_undo.push(new SpecChange(m_current, spec, [this](const RunSpec& to) {
            if (!m_restoring) {
                m_restoring = true;
                m_wizard->setSpec(to);
                m_restoring = false;
            }
        }));
        m_restoring = false;
        m_basis.secondsPerStep.reset();
    }
    const bool changed = toJson(spec) != toJson(m_first);
    m_current = spec;
    m_wizard->setMeaning(meaningOf(spec, m_basis.project));
    m_forecast.start();
    if (changed && !m_keep.isActive()) { // who types without a pause is kept, too
        m_keep.start();
    }
    const QString folder = m_around.folder + QStringLiteral("/runs/") + freeRunName(spec, m_around.project->runs());
    m_wizard->setRunFolder(folder);
}

void WizardController::updateForecast() {
    m_wizard->setForecasts(shownForecasts(m_current, m_basis, m_left));
}

// ---- two steps ----

void WizardController::tryTwoSteps(const RunSpec& spec) {
    if (m_trial) {
        m_trial->cancel();
        m_trial->deleteLater();
    }
    m_losses.clear();
    m_wizard->setTrial({views::TrialResult::State::Running, tr("Two steps are being tried.")});
    m_trial = new JobController(m_around.project->agent(), this);
    connect(m_trial, &JobController::lineArrived, this, &WizardController::showTrialLine);
    connect(m_trial, &JobController::finished, this, [this, asked = toJson(spec)] {
        if (toJson(m_current) != asked) {
            return; // edited meanwhile: it says nothing of this spec
        }
        QString text = m_losses.isEmpty() ? tr("It fits and works") : tr("Loss %1").arg(m_losses.join(QStringLiteral(", ")));
        if (m_basis.secondsPerStep) {
            text = tr("%1; %2 s a step").arg(text, views::numberText(*m_basis.secondsPerStep, 3));
        }
        m_wizard->setTrial({views::TrialResult::State::Passed, text});
        updateForecast();
    });
    connect(m_trial, &JobController::failed, this,
            [this](const QString& sentence) { m_wizard->setTrial({views::TrialResult::State::Failed, sentence}); });
    connect(m_trial, &JobController::cancelled, this, [this] { m_wizard->setTrial({}); });
    m_trial->start(QStringLiteral("try"), {{"spec", toJson(firstStage(spec))}, {"steps", 2}});
}

// "step 2: loss 5.31, gradient norm 1.2, 0.41 s", of what measures "step 2: 0.41 s": the first step warms up, so the last one
// counts.
void WizardController::showTrialLine(const QString& line) {
    static const QRegularExpression kStep(QStringLiteral("step (\\d+): loss ([-+.\\w]+), .* ([-+.\\de]+) s$"));
    const QRegularExpressionMatch match = kStep.match(line.trimmed());
    if (match.hasMatch()) {
        m_losses << views::numberText(match.captured(2).toDouble());
        m_basis.secondsPerStep = match.captured(3).toDouble();
    }
    static const QRegularExpression kMeasured(QStringLiteral("step \\d+: ([-+.\\de]+) s$"));
    if (const QRegularExpressionMatch measured = kMeasured.match(line.trimmed()); measured.hasMatch()) {
        m_basis.secondsPerStep = measured.captured(1).toDouble();
    }
}

// ---- launch ----

void WizardController::launch(const RunSpec& spec) {
    const QString name = freeRunName(spec, m_around.project->runs());
    m_around.project->create(name, toJson(spec), this, [this, name](const remote::Answer& answer) {
        if (!answer.ok) {
            m_wizard->setRefusal(views::translated(answer.error));
            return;
        }
        finish(name);
    });
}

void WizardController::finish(const QString& run) {
    m_launched = true;
    m_keep.stop();
    if (m_draft) {
        m_draft->discard();
        m_draft.reset();
    }
    m_around.controller->startOrQueue(run);
    Q_EMIT launched(run);
    m_wizard->accept();
}

void WizardController::prepare(const std::string& role, const QString& tokenizer, int block) {
    PrepareWish wish{.tokenizers = tokenizerFolders(m_around.project->runs(), m_around.folder), .block = block};
    if (!tokenizer.isEmpty()) {
        wish.tokenizers.removeAll(tokenizer);
        wish.tokenizers.prepend(tokenizer);
    }
    const QString below = m_around.folder + QStringLiteral("/data");
    const QString heldOutName = freeName(below, QStringLiteral("held_out-%1").arg(block));
    const bool isHeldOut = role == "held_out";
    wish.name = isHeldOut ? heldOutName : freeName(below, QStringLiteral("train-%1").arg(block));
    wish.heldOutName = isHeldOut ? QString() : heldOutName;
    PrepareDialog* const dialog = prepareText(m_around.project->agent(), m_around.folder, wish, m_wizard);
    connect(dialog, &PrepareDialog::prepared, this, [this, dialog, role](const QString& folder, const QString& heldOut) {
        for (const char* text : {"data", "held_out"}) {
            m_wizard->setInputChoices(text, inputChoices(text, m_around.project->runs(), m_around.folder));
        }
        m_wizard->setInputPath(role, folder);
        if (!heldOut.isEmpty()) {
            m_wizard->setInputPath("held_out", heldOut);
        }
        dialog->accept();
    });
}

void WizardController::browse(const std::string& role, const QString& from) {
    auto* dialog = new QFileDialog(m_wizard, tr("Choose a folder"), from.isEmpty() ? m_around.folder : from);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, role](const QString& path) { m_wizard->setInputPath(role, path); });
    dialog->open();
}

void WizardController::browseFile(const QString& from) {
    auto* dialog = new QFileDialog(m_wizard, tr("Choose a file of items"), from.isEmpty() ? m_around.folder : from);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_wizard, &views::RunWizard::setTaskFile);
    dialog->open();
}

} // namespace halyard::app
