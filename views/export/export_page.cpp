// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/export/export_page.h"

#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/widgets/icon_label.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kLabelWidth = 170;

QString checkText(ExportCheck check) {
    switch (check) {
    case ExportCheck::Tensors: return ExportPage::tr("Tensors are written");
    case ExportCheck::Config: return ExportPage::tr("Configuration, tokenizer and model card are written");
    case ExportCheck::ReadBack: return ExportPage::tr("Every tensor is read back and is the same");
    case ExportCheck::Logits: return ExportPage::tr("The folder computes the checkpoint's logits");
    case ExportCheck::Python: return ExportPage::tr("Python's transformers loads it and computes the same");
    }
    return {};
}

QString stateText(CheckState::State state) {
    switch (state) {
    case CheckState::State::Waiting: return ExportPage::tr("Waits");
    case CheckState::State::Running: return ExportPage::tr("Is being checked");
    case CheckState::State::Passed: return ExportPage::tr("Passed");
    case CheckState::State::Failed: return ExportPage::tr("Failed");
    case CheckState::State::Skipped: return ExportPage::tr("Left out");
    }
    return {};
}

void showState(IconLabel& icon, CheckState::State state) {
    switch (state) {
    case CheckState::State::Waiting: icon.setIcon(QStringLiteral("state-queued"), Tone::Muted); break;
    case CheckState::State::Running: icon.setIcon(QStringLiteral("state-running"), Tone::Accent); break;
    case CheckState::State::Passed: icon.setIcon(QStringLiteral("state-done"), Tone::Success); break;
    case CheckState::State::Failed: icon.setIcon(QStringLiteral("state-failed"), Tone::Error); break;
    case CheckState::State::Skipped: icon.setIcon(QStringLiteral("remove"), Tone::Muted); break;
    }
    icon.setAccessibleName(stateText(state));
    icon.setToolTip(stateText(state));
}

} // namespace

ExportPage::ExportPage(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* whole = new QWidget;
    whole->setProperty("plain", true);
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(2 * kGrid);
    auto* title = new PlainLabel(tr("Export"), whole);
    setTextSize(*title, TextSize::Title, true);
    layout->addWidget(title);
    m_choices = buildChoices();
    layout->addWidget(m_choices);
    auto* row = new QHBoxLayout;
    m_export = new QPushButton(tr("Export"), whole);
    m_export->setObjectName(QStringLiteral("export"));
    makePrimary(*m_export);
    m_cancel = new QPushButton(tr("Cancel"), whole);
    row->addWidget(m_export);
    row->addWidget(m_cancel);
    m_problem = new PlainLabel(whole);
    m_problem->setWordWrap(true);
    setTone(*m_problem, Tone::Error);
    row->addWidget(m_problem, 1);
    row->addStretch();
    layout->addLayout(row);
    layout->addWidget(buildChecks());
    m_resultBox = buildResult();
    layout->addWidget(m_resultBox);
    layout->addStretch(1);
    setWidget(whole);
    connect(m_export, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(wish()); });
    connect(m_cancel, &QPushButton::clicked, this, &ExportPage::cancelRequested);
    setSources({});
    setPhase(Phase::Choosing);
}

QWidget* ExportPage::buildChoices() {
    auto* box = new QWidget(this);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGrid);
    grid->setVerticalSpacing(kGrid);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](const QString& text, QWidget* control) {
        auto* label = new PlainLabel(text, box);
        label->setFixedWidth(kLabelWidth);
        label->setBuddy(control);
        control->setAccessibleName(text);
        grid->addWidget(label, row, 0);
        grid->addWidget(control, row++, 1);
    };
    const auto help = [&](const QString& text) {
        auto* label = new PlainLabel(box);
        label->setWordWrap(true);
        label->setPlainText(text);
        setTextSize(*label, TextSize::Small);
        setTone(*label, Tone::Muted);
        grid->addWidget(label, row++, 1);
    };
    m_source = new QComboBox(box);
    m_step = new QComboBox(box);
    m_scaling = new QLineEdit(box);
    m_folder = new QLineEdit(box);
    for (QLineEdit* line : {m_scaling, m_folder}) {
        line->setMaxLength(5000);
        connect(line, &QLineEdit::textEdited, this, [this] { takeEdit(); });
    }
    add(tr("Student"), m_source);
    add(tr("Checkpoint"), m_step);
    add(tr("Logits scaling"), m_scaling);
    help(tr("Sharpens attention on long texts: none, a number, or two words such as \"hype 500\"."));
    add(tr("Folder"), m_folder);
    m_space = new PlainLabel(box);
    setTextSize(*m_space, TextSize::Small);
    setTone(*m_space, Tone::Muted);
    grid->addWidget(m_space, row++, 1);
    connect(m_source, &QComboBox::currentIndexChanged, this, [this] { showSteps(); });
    connect(m_step, &QComboBox::currentIndexChanged, this, [this] { takeEdit(); });
    return box;
}

QWidget* ExportPage::buildChecks() {
    auto* box = new QWidget(this);
    makeCard(*box);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(2 * kGrid, kGrid * 3 / 2, 2 * kGrid, kGrid * 3 / 2);
    grid->setHorizontalSpacing(kGrid);
    grid->setVerticalSpacing(kGrid);
    grid->setColumnStretch(2, 1);
    for (int i = 0; i < kExportChecks; ++i) {
        CheckLine& line = m_checks[static_cast<std::size_t>(i)];
        line.icon = new IconLabel(QStringLiteral("state-queued"), Tone::Muted, box);
        grid->addWidget(line.icon, i, 0);
        grid->addWidget(new PlainLabel(checkText(static_cast<ExportCheck>(i)), box), i, 1);
        line.detail = new PlainLabel(box);
        setTone(*line.detail, Tone::Muted);
        line.detail->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(line.detail, i, 2);
    }
    return box;
}

QWidget* ExportPage::buildResult() {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_result = new PlainLabel(box);
    m_result->setWordWrap(true);
    layout->addWidget(m_result);
    m_code = new QPlainTextEdit(box);
    m_code->setReadOnly(true);
    m_code->setTabChangesFocus(true);
    QFont fixed(QStringLiteral("monospace"));
    fixed.setStyleHint(QFont::Monospace);
    fixed.setPointSizeF(textFont(TextSize::Small).pointSizeF());
    m_code->setFont(fixed);
    m_code->setFixedHeight(m_code->fontMetrics().lineSpacing() * 6 + 20);
    layout->addWidget(m_code);
    m_resultButtons = new QWidget(box);
    auto* row = new QHBoxLayout(m_resultButtons);
    row->setContentsMargins(0, 0, 0, 0);
    auto* open = new QPushButton(lineIcon(QStringLiteral("folder")), tr("Open the folder"), m_resultButtons);
    auto* code = new QPushButton(lineIcon(QStringLiteral("copy")), tr("Copy the loading code"), m_resultButtons);
    auto* card = new QPushButton(lineIcon(QStringLiteral("log")), tr("Copy the model card"), m_resultButtons);
    for (QPushButton* button : {open, code, card}) {
        row->addWidget(button);
    }
    row->addStretch(1);
    layout->addWidget(m_resultButtons);
    connect(open, &QPushButton::clicked, this, &ExportPage::openFolderRequested);
    connect(code, &QPushButton::clicked, this, [this] { Q_EMIT copyRequested(m_code->toPlainText()); });
    connect(card, &QPushButton::clicked, this, &ExportPage::copyModelCardRequested);
    return box;
}

void ExportPage::setSources(const std::vector<ExportSource>& sources) {
    const ExportWish before = wish();
    const Phase phase = m_phase;
    const QString sentence = m_result->plainText();
    {
        const QSignalBlocker quiet(m_source);
        m_sources = sources;
        m_source->clear();
        for (const ExportSource& source : m_sources) {
            m_source->addItem(shownText(source.title, 200), source.id);
        }
    }
    m_source->setEnabled(!m_sources.empty());
    if (m_sources.empty()) {
        m_source->setPlaceholderText(tr("No run has a checkpoint yet"));
    }
    chooseSource(before.source, before.step);
    // Choosing anew is the start of another export, but the same choice is still the one whose result is shown.
    if (const ExportWish after = wish(); after.source == before.source && after.step == before.step) {
        setPhase(phase, sentence);
    }
}

void ExportPage::chooseSource(const QString& id, std::optional<std::int64_t> step) {
    {
        const QSignalBlocker quiet(m_source);
        const int at = m_source->findData(id);
        m_source->setCurrentIndex(at >= 0 ? at : m_source->count() > 0 ? 0 : -1);
    }
    showSteps();
    if (step) {
        const int at = m_step->findData(static_cast<qlonglong>(*step));
        m_step->setCurrentIndex(std::max(at, 0));
    }
}

void ExportPage::showSteps() {
    const int at = m_source->currentIndex();
    {
        const QSignalBlocker quiet(m_step);
        m_step->clear();
        if (at >= 0 && at < static_cast<int>(m_sources.size())) {
            const ExportSource& source = m_sources[static_cast<std::size_t>(at)];
            for (const std::int64_t step : source.steps) {
                m_step->addItem(tr("Step %1").arg(countText(step)), static_cast<qlonglong>(step));
            }
            m_scaling->setPlaceholderText(source.scaling.isEmpty() ? tr("the run's own")
                                                                   : tr("%1, the run's own").arg(shownText(source.scaling, 60)));
        }
    }
    m_step->setEnabled(m_step->count() > 0);
    takeEdit();
}

void ExportPage::takeEdit() {
    setProblem({});
    setPhase(m_phase == Phase::Working ? Phase::Working : Phase::Choosing);
    Q_EMIT wishChanged(wish());
}

void ExportPage::setFolder(const QString& folder) {
    m_folder->setText(folder);
    takeEdit();
}

void ExportPage::setFreeSpace(std::optional<double> bytes, std::optional<double> needed) {
    QString text;
    if (bytes && needed) {
        text = tr("Needs about %1; %2 are free there.").arg(bytesText(*needed), bytesText(*bytes));
    } else if (bytes) {
        text = tr("%1 are free there.").arg(bytesText(*bytes));
    }
    m_space->setPlainText(text);
    setTone(*m_space, bytes && needed && *needed > *bytes ? Tone::Error : Tone::Muted);
}

ExportWish ExportPage::wish() const {
    ExportWish out;
    out.source = m_source->currentData().toString();
    out.step = m_step->currentData().toLongLong();
    out.scaling = m_scaling->text().trimmed();
    out.folder = m_folder->text();
    return out;
}

void ExportPage::setProblem(const QString& sentence) {
    m_problem->setPlainText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void ExportPage::setCheck(ExportCheck check, const CheckState& state) {
    CheckLine& line = m_checks[static_cast<std::size_t>(check)];
    line.state = state;
    showState(*line.icon, state.state);
    line.detail->setPlainText(state.detail);
    setTone(*line.detail, state.state == CheckState::State::Failed ? Tone::Error : Tone::Muted);
}

void ExportPage::clearChecks() {
    for (int i = 0; i < kExportChecks; ++i) {
        setCheck(static_cast<ExportCheck>(i), {});
    }
}

void ExportPage::setPhase(Phase phase, const QString& sentence) {
    m_phase = phase;
    m_choices->setEnabled(phase != Phase::Working);
    m_export->setVisible(phase != Phase::Working);
    m_export->setEnabled(m_step->count() > 0);
    m_export->setText(phase == Phase::Done ? tr("Export again") : tr("Export"));
    m_cancel->setVisible(phase == Phase::Working);
    m_result->setPlainText(sentence);
    m_result->setVisible(!sentence.isEmpty());
    setTone(*m_result, phase == Phase::Failed ? Tone::Error : Tone::Normal);
    m_resultButtons->setVisible(phase == Phase::Done);
    m_code->setVisible(phase == Phase::Done && !m_code->toPlainText().isEmpty());
    m_resultBox->setVisible(phase == Phase::Done || !sentence.isEmpty());
}

void ExportPage::setLoadingCode(const QString& code) {
    m_code->setPlainText(shownText(code, 5000, false));
    m_code->setVisible(m_phase == Phase::Done);
}

} // namespace halyard::views
