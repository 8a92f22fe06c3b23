// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/trial_table.h"

#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/text/share_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr std::size_t kMostRows = 2000; // a cell has a few hundred
constexpr qsizetype kInRow = 200;

QTableWidgetItem* itemOf(const QString& text, bool right) {
    auto* item = new QTableWidgetItem(shownText(text, kInRow));
    item->setTextAlignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return item;
}

} // namespace

TrialTable::TrialTable(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    m_title = new PlainLabel(this);
    setTextSize(*m_title, TextSize::Body, true);
    layout->addWidget(m_title);
    m_note = new PlainLabel(this);
    m_note->setWordWrap(true);
    setTone(*m_note, Tone::Muted);
    layout->addWidget(m_note);
    m_table = new QTableWidget(0, 4, this);
    m_table->setObjectName(QStringLiteral("trials"));
    m_table->setHorizontalHeaderLabels({tr("Text"), tr("Expected"), tr("Answer"), tr("Score")});
    m_table->setAccessibleName(tr("Questions and answers"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    for (const int narrow : {0, 3}) {
        m_table->horizontalHeader()->setSectionResizeMode(narrow, QHeaderView::ResizeToContents);
        m_table->horizontalHeaderItem(narrow)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    for (const int text : {1, 2}) {
        m_table->horizontalHeaderItem(text)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }
    layout->addWidget(m_table, 1);
    m_whole = new PlainLabel(this);
    m_whole->setWordWrap(true);
    m_whole->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setTextSize(*m_whole, TextSize::Small);
    setTone(*m_whole, Tone::Muted);
    layout->addWidget(m_whole);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this](int row) { showRow(row); });
    setNote({});
}

void TrialTable::setTitle(const QString& title) {
    m_title->setPlainText(title);
}

void TrialTable::setNote(const QString& sentence) {
    m_note->setPlainText(sentence);
    m_note->setVisible(!sentence.isEmpty());
    m_table->setVisible(sentence.isEmpty());
    m_whole->setVisible(sentence.isEmpty());
}

void TrialTable::setTrials(std::vector<EvaluationTrial> trials) {
    std::stable_sort(trials.begin(), trials.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
    const std::size_t all = trials.size();
    trials.resize(std::min(all, kMostRows));
    m_trials = std::move(trials);
    setNote(m_trials.empty() ? tr("No answers are kept of this cell.") : QString());
    m_table->setRowCount(0);
    m_table->setRowCount(static_cast<int>(m_trials.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const EvaluationTrial& trial = m_trials[static_cast<std::size_t>(row)];
        m_table->setItem(row, 0, itemOf(countText(trial.document + 1), true));
        m_table->setItem(row, 1, itemOf(trial.expected, false));
        QTableWidgetItem* const answer = itemOf(trial.answer, false);
        answer->setIcon(trial.score >= 1   ? lineIcon(QStringLiteral("state-done"), Tone::Success)
                        : trial.score <= 0 ? lineIcon(QStringLiteral("state-failed"), Tone::Error)
                                           : lineIcon(QStringLiteral("warning"), Tone::Warning));
        m_table->setItem(row, 2, answer);
        m_table->setItem(row, 3, itemOf(shareText(trial.score, 0), true));
    }
    m_whole->setPlainText(all > kMostRows ? tr("The first %1 of %2 answers are listed.").arg(countText(static_cast<std::int64_t>(kMostRows)),
                                                                                             countText(static_cast<std::int64_t>(all)))
                                          : QString());
}

void TrialTable::showRow(int row) {
    constexpr qsizetype kInFull = 1200;
    if (row < 0 || row >= static_cast<int>(m_trials.size())) {
        return;
    }
    const EvaluationTrial& trial = m_trials[static_cast<std::size_t>(row)];
    QString text;
    if (!trial.question.isEmpty()) {
        text = tr("Asked: %1").arg(shownText(trial.question, kInFull)) + u'\n';
    }
    m_whole->setPlainText(text + tr("Expected: %1").arg(shownText(trial.expected, kInFull)) + u'\n' + tr("Answered: %1").arg(shownText(trial.answer, kInFull)));
}

} // namespace halyard::views
