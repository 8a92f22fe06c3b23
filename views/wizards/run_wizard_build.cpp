// SPDX-License-Identifier: GPL-3.0-or-later
// How the wizard is put together; what it does: run_wizard.cpp.
#include "core/run/evaluation.h"
#include "core/run/presets.h"
#include "views/forms/file_table.h"
#include "views/forms/field_editor.h"
#include "views/forms/spec_form.h"
#include "views/run/run_facts.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/widgets/icon_label.h"
#include "views/wizards/review_page.h"
#include "views/wizards/run_wizard.h"
#include "views/wizards/step_list.h"
#include "views/wizards/wizard_pages.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

void RunWizard::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    layout->setSpacing(2 * kGrid);
    layout->addLayout(buildTop());
    auto* middle = new QHBoxLayout;
    middle->setSpacing(3 * kGrid);
    m_steps = new StepList(this);
    m_stack = new QStackedWidget(this);
    middle->addWidget(m_steps);
    middle->addWidget(m_stack, 1);
    layout->addLayout(middle, 1);
    buildPages();
    layout->addWidget(buildMeaning());
    layout->addWidget(buildFooter());
}

QLayout* RunWizard::buildTop() {
    auto* top = new QHBoxLayout;
    m_title = new PlainLabel(kindText(m_kind), this);
    setTextSize(*m_title, TextSize::Title, true);
    top->addWidget(m_title, 1);
    auto* label = new PlainLabel(tr("Start from"), this);
    setTone(*label, Tone::Muted);
    top->addWidget(label);
    m_presetBox = new QComboBox(this);
    m_presetBox->addItem(tr("the program's defaults"), QString());
    for (const std::string& name : presetNames()) {
        if (!isEvaluation(m_kind) && (m_kind != RunKind::Pretrain || name == "demo")) {
            m_presetBox->addItem(fromUtf8(name), fromUtf8(name));
        }
    }
    m_presetBox->setAccessibleName(tr("Preset"));
    label->setBuddy(m_presetBox);
    connect(m_presetBox, &QComboBox::activated, this,
            [this](int index) { setPreset(m_presetBox->itemData(index).toString()); });
    top->addWidget(m_presetBox);
    if (isEvaluation(m_kind)) { // presets are for what trains
        label->hide();
        m_presetBox->hide();
    }
    return top;
}

void RunWizard::buildPages() {
    QStringList titles;
    const std::vector<RunKind> kinds = stages();
    if (m_kind == RunKind::Pipeline) {
        addPages(RunKind::Pipeline, kPipeline, titles);
    }
    for (std::size_t child = 0; child < kinds.size(); ++child) {
        addPages(kinds[child], child, titles);
    }
    m_review = new ReviewPage;
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setWidget(m_review);
    m_review->setProperty("plain", true);
    m_stack->addWidget(area);
    m_pages.push_back({area, 0, nullptr, nullptr});
    titles << tr("Review");
    m_steps->setSteps(titles);
    m_visited.assign(m_pages.size(), false);
    connect(m_steps, &StepList::stepChosen, this, &RunWizard::showPage);
    connect(m_review, &ReviewPage::copyRequested, this, &RunWizard::copyRequested);
    connect(m_review, &ReviewPage::trialRequested, this, [this] {
        if (!goToFirstProblem(pageCount() - 1)) {
            Q_EMIT trialRequested(spec());
        }
    });
}

QWidget* RunWizard::buildMeaning() {
    m_meaningBox = new QWidget(this);
    makeCard(*m_meaningBox);
    auto* meaning = new QHBoxLayout(m_meaningBox);
    meaning->setContentsMargins(kGrid * 3 / 2, kGrid, kGrid * 3 / 2, kGrid);
    meaning->addWidget(new IconLabel(QStringLiteral("info"), Tone::Accent, m_meaningBox), 0, Qt::AlignTop);
    m_meaning = new PlainLabel(m_meaningBox);
    m_meaning->setWordWrap(true);
    meaning->addWidget(m_meaning, 1);
    m_meaningBox->hide();
    return m_meaningBox;
}

void RunWizard::addPages(RunKind kind, std::size_t child, QStringList& titles) {
    for (const WizardPageContent& content : wizardPages(kind)) {
        auto* body = new QWidget;
        body->setProperty("plain", true);
        auto* layout = new QVBoxLayout(body);
        layout->setContentsMargins(0, 0, 2 * kGrid, kGrid);
        layout->setSpacing(2 * kGrid);
        auto* about = new PlainLabel(body);
        about->setWordWrap(true);
        about->setPlainText(content.about);
        setTone(*about, Tone::Muted);
        layout->addWidget(about);
        Page page;
        page.child = child;
        page.inputs = buildInputs(kind, child, content.roles);
        if (page.inputs != nullptr) {
            layout->addWidget(page.inputs);
        }
        page.form = new SpecForm(kind, content.fields, body);
        QWidget* first = page.inputs != nullptr ? page.inputs->findChild<QComboBox*>() : nullptr;
        if (first == nullptr && !page.form->keys().empty()) {
            first = page.form->editor(page.form->keys().front())->control();
        }
        layout->addWidget(page.form);
        layout->addStretch(1);
        connect(page.form, &SpecForm::edited, this, &RunWizard::takeEdit);
        if (const auto* files = page.form->findChild<FileTable*>()) {
            connect(files, &FileTable::browseRequested, this, &RunWizard::fileBrowseRequested);
        }
        auto* area = new QScrollArea(this);
        area->setWidgetResizable(true);
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        area->setWidget(body);
        page.widget = area;
        area->setFocusProxy(first);
        m_stack->addWidget(area);
        m_pages.push_back(page);
        titles << (kind != m_kind ? tr("%1. %2").arg(child + 1).arg(content.title) : content.title);
    }
}

// The folder of the tokenizer that a run, or an earlier one of the pipeline, uses; empty when none is chosen.
QString RunWizard::tokenizerOf(std::size_t child) const {
    for (std::size_t at = child + 1; at-- > 0;) {
        for (const char* role : {"tokenizer", "teacher", "model"}) {
            if (const RunInput* input = m_specs[at].input(role)) {
                return fromUtf8(input->path);
            }
        }
    }
    return {};
}

InputsForm* RunWizard::buildInputs(RunKind kind, std::size_t child, std::vector<std::string> roles) {
    // A later stage of a pipeline takes its student from the stage before.
    if (kind != m_kind && child > 0) {
        std::erase(roles, "student");
    }
    if (roles.empty()) {
        return nullptr;
    }
    auto* inputs = new InputsForm(roles, this);
    const auto required = inputsOf(kind).required;
    for (const std::string& role : roles) {
        inputs->setRequired(role, std::find(required.begin(), required.end(), role) != required.end());
    }
    connect(inputs, &InputsForm::edited, this, &RunWizard::takeEdit);
    connect(inputs, &InputsForm::browseRequested, this, &RunWizard::browseRequested);
    connect(inputs, &InputsForm::prepareRequested, this, [this, child](const std::string& role) {
        Q_EMIT prepareRequested(role, tokenizerOf(child), static_cast<int>(m_specs[child].data.context_length));
    });
    return inputs;
}

QWidget* RunWizard::buildFooter() {
    auto* footer = new QWidget(this);
    auto* layout = new QHBoxLayout(footer);
    layout->setContentsMargins(0, 0, 0, 0);
    m_refusal = new PlainLabel(footer);
    m_refusal->setWordWrap(true);
    setTone(*m_refusal, Tone::Error);
    layout->addWidget(m_refusal, 1);
    auto* cancel = new QPushButton(tr("Cancel"), footer);
    m_back = new QPushButton(tr("Back"), footer);
    m_next = new QPushButton(tr("Next"), footer);
    m_next->setObjectName(QStringLiteral("next"));
    for (QPushButton* button : {cancel, m_back, m_next}) {
        button->setAutoDefault(false);
        layout->addWidget(button);
    }
    makePrimary(*m_next);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { showPage(std::max(currentPage() - 1, 0)); });
    connect(m_next, &QPushButton::clicked, this, &RunWizard::next);
    return footer;
}

} // namespace halyard::views
