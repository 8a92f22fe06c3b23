// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/wizards/run_wizard.h"

#include "core/run/evaluation.h"
#include "core/run/presets.h"
#include "core/run/run_inputs.h"
#include "core/run/scheduler.h"
#include "views/forms/file_table.h"
#include "views/forms/spec_form.h"
#include "views/forms/spec_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/wizards/review_page.h"
#include "views/wizards/step_list.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>

namespace halyard::views {

namespace {

// The issues of one run; of a pipeline those of a child, with the path as the child has it.
std::vector<Issue> issuesOf(const std::vector<Issue>& all, bool pipeline, std::size_t child) {
    if (!pipeline) {
        return all;
    }
    if (child == std::size_t(-1)) {
        std::vector<Issue> own = all;
        std::erase_if(own, [](const Issue& issue) { return issue.path.starts_with("/children/"); });
        return own;
    }
    const std::string prefix = "/children/" + std::to_string(child);
    std::vector<Issue> out;
    for (Issue issue : all) {
        if (issue.path.starts_with(prefix + "/")) {
            issue.path.erase(0, prefix.size());
            out.push_back(std::move(issue));
        }
    }
    return out;
}

std::string pathOf(const RunSpec& spec, const std::string& role) {
    const RunInput* input = spec.input(role);
    return input == nullptr ? std::string() : input->path;
}

// Whether a later stage usually reads the same as the first one. Stage 3 is for longer texts, and needs no teacher.
bool isShared(const std::string& role, RunKind later) {
    return role == "tokenizer" || (role != "student" && later == RunKind::Stage2);
}

} // namespace

bool RunWizard::Page::hasError() const {
    return (inputs != nullptr && inputs->hasError()) || (form != nullptr && form->hasError());
}

RunWizard::RunWizard(RunKind kind, QWidget* parent) : QDialog(parent), m_kind(kind), m_validator(validate) {
    setWindowTitle(tr("New run"));
    for (const RunKind each : stages()) {
        RunSpec spec;
        spec.kind = each;
        m_specs.push_back(spec);
    }
    m_pipeline.kind = RunKind::Pipeline;
    build();
    fill();
    showPage(0);
    m_stack->currentWidget()->setFocus(Qt::OtherFocusReason);
    resize(980, 680);
}

RunWizard::~RunWizard() = default;

std::vector<RunKind> RunWizard::stages() const {
    return m_kind == RunKind::Pipeline ? std::vector{RunKind::Stage1, RunKind::Stage2, RunKind::Stage3} : std::vector{m_kind};
}

// ---- values ----

RunSpec RunWizard::presetOf(RunKind kind) const {
    RunSpec spec;
    try {
        if (!m_preset.isEmpty() && kind != RunKind::Pipeline && !isEvaluation(kind)) {
            spec = presetSpec(toUtf8(m_preset), kind);
        }
    } catch (const Error&) {
        // A preset without this kind (a spec from elsewhere): the program's defaults.
        spec = {};
    }
    spec.kind = kind;
    return spec;
}

RunSpec& RunWizard::specOf(const Page& page) {
    return page.child == kPipeline ? m_pipeline : m_specs[page.child];
}

void RunWizard::setPreset(const QString& name) {
    for (RunSpec& spec : m_specs) {
        // What the user changed against the old preset stays changed.
        const std::vector<SettingChange> changes = changedSettings(presetOf(spec.kind), spec);
        const std::vector<RunInput> inputs = spec.inputs;
        const QString before = std::exchange(m_preset, name);
        spec = presetOf(spec.kind);
        m_preset = before;
        spec.inputs = inputs;
        for (const SettingChange& change : changes) {
            setField(spec, change.key, toUtf8(change.to));
        }
    }
    m_preset = name;
    fill();
}

void RunWizard::setSpec(const RunSpec& spec) {
    m_preset = fromUtf8(spec.preset);
    if (m_kind == RunKind::Pipeline) {
        m_pipeline = spec;
        m_pipeline.kind = m_kind;
        m_pipeline.children.clear();
        for (std::size_t i = 0; i < std::min(m_specs.size(), spec.children.size()); ++i) {
            m_specs[i] = spec.children[i];
        }
    } else {
        m_specs.front() = spec;
        m_specs.front().kind = m_kind;
    }
    fill();
}

// Each stage goes on with the student that the stage before it makes.
void RunWizard::chain(RunSpec& pipeline) const {
    const std::vector<std::string> names = childNames(pipeline);
    for (std::size_t i = 1; i < pipeline.children.size(); ++i) {
        std::vector<RunInput>& inputs = pipeline.children[i].inputs;
        std::erase_if(inputs, [](const RunInput& input) { return input.role == "student"; });
        inputs.push_back({"student", "children/" + names[i - 1], std::nullopt, ""});
    }
}

RunSpec RunWizard::spec() const {
    if (m_kind != RunKind::Pipeline) {
        RunSpec spec = m_specs.front();
        spec.preset = toUtf8(m_preset);
        return spec;
    }
    RunSpec pipeline = m_pipeline;
    pipeline.preset = toUtf8(m_preset);
    pipeline.children = m_specs;
    for (RunSpec& child : pipeline.children) {
        child.preset = pipeline.preset;
    }
    chain(pipeline);
    return pipeline;
}

void RunWizard::fill() {
    for (const Page& page : m_pages) {
        const RunSpec& spec = specOf(page);
        if (page.inputs != nullptr) {
            page.inputs->setSpec(spec);
        }
        if (page.form != nullptr) {
            page.form->setPreset(presetOf(spec.kind));
            page.form->setSpec(spec);
        }
    }
    m_presetBox->setCurrentIndex(std::max(0, m_presetBox->findData(m_preset)));
    check();
    Q_EMIT specChanged(spec());
}

// What was chosen for the first stage is taken by the later ones that had the same, or nothing.
void RunWizard::share(const RunSpec& before) {
    for (const InputRole& known : inputRoles()) {
        const std::string role(known.name);
        const std::string now = pathOf(m_specs.front(), role);
        const std::string then = pathOf(before, role);
        for (std::size_t i = 1; i < m_specs.size() && now != then; ++i) {
            RunSpec& later = m_specs[i];
            const std::string its = pathOf(later, role);
            if (!isShared(role, later.kind) || (!its.empty() && its != then)) {
                continue;
            }
            std::erase_if(later.inputs, [&](const RunInput& input) { return input.role == role; });
            if (!now.empty()) {
                later.inputs.push_back({role, now, std::nullopt, ""});
            }
        }
    }
    for (const Page& page : m_pages) {
        if (page.inputs != nullptr && page.child != kPipeline && page.child > 0) {
            page.inputs->setSpec(specOf(page));
        }
    }
}

void RunWizard::takeEdit() {
    const RunSpec first = m_specs.front();
    for (const Page& page : m_pages) {
        RunSpec& spec = specOf(page);
        if (page.inputs != nullptr) {
            page.inputs->apply(spec);
        }
        if (page.form != nullptr) {
            page.form->apply(spec);
        }
    }
    if (m_specs.size() > 1) {
        share(first);
    }
    m_refusal->setPlainText({});
    setTrial({}); // of what is no longer asked for
    check();
    Q_EMIT specChanged(spec());
}

void RunWizard::check() {
    const RunSpec whole = spec();
    const std::vector<Issue> issues = m_validator(whole);
    const bool pipeline = m_kind == RunKind::Pipeline;
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        Page& page = m_pages[i];
        const std::vector<Issue> own = issuesOf(issues, pipeline, page.child);
        if (page.inputs != nullptr) {
            page.inputs->setIssues(specOf(page), own);
        }
        if (page.form != nullptr) {
            page.form->setIssues(own);
            m_steps->setMark(static_cast<int>(i), page.hasError() && m_visited[i] ? StepList::Mark::Problem
                                                  : !page.hasError() && m_visited[i] ? StepList::Mark::Complete
                                                                                    : StepList::Mark::Open);
        }
    }
    updateReview(issues);
}

void RunWizard::setInputChoices(const std::string& role, const std::vector<InputChoice>& choices) {
    for (const Page& page : m_pages) {
        if (page.inputs != nullptr) {
            page.inputs->setChoices(role, choices);
        }
    }
}

void RunWizard::setInputPath(const std::string& role, const QString& path) {
    for (const Page& page : m_pages) {
        // Of a pipeline, the page that is shown asked, or the first that has the role.
        if (page.inputs != nullptr && (m_specs.size() == 1 || page.widget == m_stack->currentWidget())) {
            page.inputs->setPath(role, path);
        }
    }
    takeEdit();
}

void RunWizard::setTaskFile(const QString& path) {
    if (auto* files = findChild<FileTable*>()) {
        files->setBrowsed(path);
    }
}

void RunWizard::setRunFolder(const QString& folder) {
    m_runFolder = folder;
    check();
}

void RunWizard::setValidator(std::function<std::vector<Issue>(const RunSpec&)> validator) {
    m_validator = std::move(validator);
    check();
}

void RunWizard::setForecasts(const std::vector<Forecast>& forecasts) {
    m_review->setForecasts(forecasts);
}

void RunWizard::setTrial(const TrialResult& trial) {
    m_trial = trial.state;
    m_review->setTrial(trial);
    m_next->setDefault(currentPage() == pageCount() - 1 && m_trial == TrialResult::State::Passed);
}

void RunWizard::setMeaning(const QString& text) {
    m_meaning->setPlainText(text);
    m_meaningBox->setVisible(!text.isEmpty());
}

void RunWizard::setRefusal(const QString& sentence) {
    m_refusal->setPlainText(sentence);
}

// ---- going from page to page ----

int RunWizard::pageCount() const {
    return static_cast<int>(m_pages.size());
}

int RunWizard::currentPage() const {
    return m_stack->currentIndex();
}

void RunWizard::setCurrentPage(int page) {
    showPage(std::clamp(page, 0, pageCount() - 1));
}

std::vector<std::string> RunWizard::fieldKeys() const {
    std::vector<std::string> keys;
    for (const Page& page : m_pages) {
        if (page.form != nullptr) {
            const std::vector<std::string> own = page.form->keys();
            keys.insert(keys.end(), own.begin(), own.end());
        }
    }
    return keys;
}

void RunWizard::showPage(int page) {
    m_visited[static_cast<std::size_t>(std::max(currentPage(), 0))] = true;
    m_stack->setCurrentIndex(page);
    m_steps->setCurrentStep(page);
    m_back->setEnabled(page > 0);
    const bool last = page == pageCount() - 1;
    if (last) {
        std::fill(m_visited.begin(), m_visited.end(), true);
    }
    m_next->setText(last ? tr("Launch") : tr("Next"));
    m_next->setDefault(last && m_trial == TrialResult::State::Passed);
    check();
}

bool RunWizard::goToFirstProblem(int upToPage) {
    for (int i = 0; i <= std::min(upToPage, pageCount() - 1); ++i) {
        const Page& page = m_pages[static_cast<std::size_t>(i)];
        if (!page.hasError()) {
            continue;
        }
        m_visited[static_cast<std::size_t>(i)] = true;
        showPage(i);
        if (page.inputs != nullptr && page.inputs->hasError()) {
            page.inputs->focusFirstError();
        } else {
            page.form->focusFirstError();
        }
        return true;
    }
    return false;
}

void RunWizard::next() {
    const int page = currentPage();
    m_visited[static_cast<std::size_t>(page)] = true;
    if (page < pageCount() - 1) {
        check();
        if (!m_pages[static_cast<std::size_t>(page)].hasError() || !goToFirstProblem(page)) {
            showPage(page + 1);
            m_stack->currentWidget()->setFocus(Qt::OtherFocusReason);
        }
        return;
    }
    if (!goToFirstProblem(page)) {
        Q_EMIT launchRequested(spec());
    }
}

void RunWizard::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && ((event->modifiers() & Qt::ControlModifier) != 0 || currentPage() < pageCount() - 1 || m_next->isDefault())) {
        next();
        return;
    }
    if (enter) {
        return; // on the review, a stray Enter launches nothing before two steps have passed
    }
    QDialog::keyPressEvent(event);
}

} // namespace halyard::views
