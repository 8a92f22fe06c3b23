// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/wizards/review_page.h"

#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/widgets/icon_label.h"
#include "views/widgets/value_table.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace halyard::views {

namespace {

PlainLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new PlainLabel(text, parent);
    setTextSize(*label, TextSize::Body, true);
    return label;
}

QString against(const std::optional<double>& needed, const std::optional<double>& free) {
    if (!needed) {
        return QStringLiteral("–");
    }
    return free ? ReviewPage::tr("%1\nof %2 free").arg(bytesText(*needed), bytesText(*free)) : bytesText(*needed);
}

} // namespace

ReviewPage::ReviewPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_problems = new PlainLabel(this);
    m_problems->setWordWrap(true);
    layout->addWidget(m_problems);
    layout->addWidget(heading(tr("What it will need"), this));
    auto* forecasts = new ValueTable({tr("Stage"), tr("Tokens"), tr("Time"), tr("Memory"), tr("Disk")}, true, this);
    m_forecasts = forecasts;
    layout->addWidget(m_forecasts);
    layout->addSpacing(kGrid);
    layout->addWidget(buildTrial());
    layout->addSpacing(kGrid);
    m_changesTitle = heading(QString(), this);
    layout->addWidget(m_changesTitle);
    m_changes = new ValueTable({tr("Setting"), tr("Preset"), tr("This run")}, false, this);
    layout->addWidget(m_changes);
    layout->addSpacing(kGrid);
    layout->addWidget(buildCommand());
    layout->addStretch(1);
    setForecasts({});
    setChanges({}, {});
    setTrial({});
    setProblems({}, {});
}

QWidget* ReviewPage::buildTrial() {
    auto* box = new QWidget(this);
    makeCard(*box);
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(kGrid * 3 / 2, kGrid, kGrid, kGrid);
    m_trialIcon = new IconLabel(QStringLiteral("info"), Tone::Muted, box);
    layout->addWidget(m_trialIcon);
    m_trial = new PlainLabel(box);
    m_trial->setWordWrap(true);
    layout->addWidget(m_trial, 1);
    m_try = new QPushButton(tr("Try two steps"), box);
    layout->addWidget(m_try);
    connect(m_try, &QPushButton::clicked, this, &ReviewPage::trialRequested);
    return box;
}

QWidget* ReviewPage::buildCommand() {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->addWidget(heading(tr("The same in a terminal"), box), 1);
    auto* copy = new QPushButton(lineIcon(QStringLiteral("copy")), tr("Copy"), box);
    copy->setIconSize(QSize(16, 16));
    row->addWidget(copy);
    layout->addLayout(row);
    m_command = new QPlainTextEdit(box);
    m_command->setReadOnly(true);
    m_command->setTabChangesFocus(true);
    m_command->setFont([] {
        QFont font(QStringLiteral("monospace"));
        font.setStyleHint(QFont::Monospace);
        font.setPointSizeF(textFont(TextSize::Small).pointSizeF());
        return font;
    }());
    m_command->setFixedHeight(m_command->fontMetrics().lineSpacing() * 6 + 20);
    layout->addWidget(m_command);
    connect(copy, &QPushButton::clicked, this, [this] { Q_EMIT copyRequested(m_command->toPlainText()); });
    return box;
}

void ReviewPage::setForecasts(const std::vector<Forecast>& forecasts) {
    auto* table = static_cast<ValueTable*>(m_forecasts);
    table->setRowCount(0);
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
        const Forecast& f = forecasts[i];
        const QString time = !f.time ? QStringLiteral("–")
                                     : tr("%1 – %2").arg(durationText(f.time->least), durationText(f.time->most));
        table->setRow(static_cast<int>(i), {f.stage, f.tokens ? shortCountText(*f.tokens) : QStringLiteral("–"), time,
                                            against(f.memoryBytes, f.memoryFree), against(f.diskBytes, f.diskFree)});
        const auto mark = [&](int column, const std::optional<double>& needed, const std::optional<double>& free) {
            if (needed && free && *needed > *free) {
                table->item(static_cast<int>(i), column)->setForeground(toneColor(Tone::Error, palette()));
                table->item(static_cast<int>(i), column)->setToolTip(shownToolTip(tr("More than there is.")));
            }
        };
        mark(3, f.memoryBytes, f.memoryFree);
        mark(4, f.diskBytes, f.diskFree);
    }
    if (forecasts.empty()) {
        table->setRow(0, {tr("Being reckoned…")});
    }
    table->fitHeight();
}

void ReviewPage::setChanges(const std::vector<SettingChange>& changes, const QString& preset) {
    auto* table = static_cast<ValueTable*>(m_changes);
    table->setRowCount(0);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const QString none = tr("none");
        const auto shown = [&](const QString& text) { return text.isEmpty() ? none : text; };
        table->setRow(static_cast<int>(i), {changes[i].label, shown(changes[i].from), shown(changes[i].to)});
    }
    table->fitHeight(10);
    table->setVisible(!changes.empty());
    const QString from = preset.isEmpty() ? tr("the program's defaults") : tr("the preset \"%1\"").arg(shownText(preset, 80));
    m_changesTitle->setPlainText(changes.empty() ? tr("Nothing differs from %1.").arg(from)
                                                 : tr("What differs from %1").arg(from));
}

void ReviewPage::setCommand(const QString& command) {
    const QString shown = shownText(command, 20000, false);
    if (m_command->toPlainText() != shown) {
        m_command->setPlainText(shown);
    }
}

void ReviewPage::setTrial(const TrialResult& trial) {
    m_try->setEnabled(trial.state != TrialResult::State::Running);
    switch (trial.state) {
    case TrialResult::State::None:
        m_trialIcon->setIcon(QStringLiteral("info"), Tone::Muted);
        m_trial->setPlainText(tr("Two steps show whether it fits and how fast it is; nothing of them is kept."));
        break;
    case TrialResult::State::Running:
        m_trialIcon->setIcon(QStringLiteral("clock"), Tone::Accent);
        m_trial->setPlainText(trial.text.isEmpty() ? tr("Trying two steps…") : trial.text);
        break;
    case TrialResult::State::Passed:
        m_trialIcon->setIcon(QStringLiteral("state-done"), Tone::Success);
        m_trial->setPlainText(trial.text);
        break;
    case TrialResult::State::Failed:
        m_trialIcon->setIcon(QStringLiteral("error"), Tone::Error);
        m_trial->setPlainText(trial.text);
        break;
    }
}

void ReviewPage::setProblems(const QStringList& errors, const QStringList& warnings) {
    m_problems->setPlainText((errors + warnings).join(u'\n'));
    m_problems->setVisible(!errors.isEmpty() || !warnings.isEmpty());
    setTone(*m_problems, errors.isEmpty() ? Tone::Warning : Tone::Error);
}

} // namespace halyard::views
