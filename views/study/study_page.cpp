// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/study_page.h"

#include "core/report/grid_pareto.h"
#include "views/evaluation/measured_runs.h"
#include "views/run/state_badge.h"
#include "views/study/effect_chart.h"
#include "views/study/grid_results.h"
#include "views/study/study_words.h"
#include "views/study/trade_off_chart.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kMostFailures = 5; // sentences; the table marks all

QString failuresText(const GridTable& table) {
    QStringList lines;
    std::size_t more = 0;
    for (const GridTableCell& cell : table.cells) {
        if (cell.state != "failed") {
            continue;
        }
        if (lines.size() < kMostFailures) {
            lines << StudyPage::tr("%1 failed. %2").arg(shownText(labelsOf(cell.cell, table.grid), 200), shownText(cell.reason, 400));
        } else {
            ++more;
        }
    }
    if (more > 0) {
        lines << StudyPage::tr("%n more failed.", nullptr, static_cast<int>(more));
    }
    if (!lines.isEmpty()) {
        lines << StudyPage::tr("Continue the study's run to try them alone; what is done stays.");
    }
    return lines.join(u'\n');
}

} // namespace

StudyPage::StudyPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(makeHeader());
    m_stack = new QStackedWidget(this);
    m_empty = makeEmptyNote(this);
    m_empty->setPlainText(tr("The table stands here as soon as the study has begun."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeBody());
    layout->addWidget(m_stack, 1);
    setFocusProxy(&m_results->list());
}

QWidget* StudyPage::makeHeader() {
    auto* header = new QWidget(this);
    auto* rows = new QVBoxLayout(header);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(kGrid / 2);
    auto* first = new QHBoxLayout;
    m_badge = new StateBadge(header);
    first->addWidget(m_badge);
    m_title = new PlainLabel(header);
    setTextSize(*m_title, TextSize::Title, true);
    first->addWidget(m_title, 1);
    m_progress = new PlainLabel(header);
    setTone(*m_progress, Tone::Muted);
    first->addWidget(m_progress);
    auto* run = new QPushButton(tr("Open its run"), header);
    run->setToolTip(tr("Start, pause and stop the study, its time left and its runs in order"));
    connect(run, &QPushButton::clicked, this, &StudyPage::studyRunRequested);
    first->addWidget(run);
    m_copy = new QPushButton(tr("Edit a copy…"), header);
    m_copy->setToolTip(tr("A new study that begins with this grid"));
    m_copy->setEnabled(false);
    connect(m_copy, &QPushButton::clicked, this, &StudyPage::copyRequested);
    first->addWidget(m_copy);
    rows->addLayout(first);
    m_question = new PlainLabel(header);
    m_question->setWordWrap(true);
    rows->addWidget(m_question);
    m_failures = new PlainLabel(header);
    m_failures->setWordWrap(true);
    setTone(*m_failures, Tone::Error);
    m_failures->hide();
    rows->addWidget(m_failures);
    return header;
}

QWidget* StudyPage::makeBody() {
    auto* body = new QSplitter(Qt::Vertical, this);
    m_results = new GridResults(body);
    connect(m_results, &GridResults::runOpened, this, &StudyPage::runOpened);
    body->addWidget(m_results);
    auto* below = new QWidget(body);
    auto* rows = new QVBoxLayout(below);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(kGrid);
    auto* choice = new QHBoxLayout;
    const auto addChoice = [&](const QString& text, const QString& name) {
        auto* label = new QLabel(text, below);
        auto* box = new QComboBox(below);
        box->setObjectName(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        label->setBuddy(box);
        choice->addWidget(label);
        choice->addWidget(box);
        connect(box, &QComboBox::activated, this, &StudyPage::showCharts);
        return box;
    };
    m_gain = addChoice(tr("&Measure:"), QStringLiteral("gain"));
    choice->addSpacing(2 * kGrid);
    m_cost = addChoice(tr("A&gainst:"), QStringLiteral("cost"));
    choice->addStretch(1);
    rows->addLayout(choice);
    auto* charts = new QSplitter(Qt::Horizontal, below);
    m_effects = new EffectChart(charts);
    m_tradeOff = new TradeOffChart(charts);
    connect(m_tradeOff, &TradeOffChart::rowChosen, m_results, &GridResults::showRow);
    for (PlotCard* chart : {static_cast<PlotCard*>(m_effects), static_cast<PlotCard*>(m_tradeOff)}) {
        charts->addWidget(chart);
        connect(chart, &PlotCard::figureRequested, this, [this, chart](FigureFormat format) {
            Figure figure = chart->figure(format);
            figure.name = fromUtf8(m_table.grid.name) + u' ' + figure.name;
            Q_EMIT figureReady(figure);
        });
    }
    rows->addWidget(charts, 1);
    body->addWidget(below);
    for (QSplitter* splitter : {body, charts}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(kGrid);
    }
    body->setSizes({2000, 3000}); // shares of whatever height there is
    return body;
}

void StudyPage::setFacts(const RunFacts& facts) {
    m_title->setPlainText(facts.title);
    m_badge->setState(facts.state, stateText(facts), facts.totalSteps > 0 ? static_cast<double>(facts.step) / static_cast<double>(facts.totalSteps) : 0);
}

void StudyPage::setTable(const GridTable& table) {
    m_table = table;
    m_known = true;
    m_question->setPlainText(shownText(fromUtf8(table.grid.question), 1000));
    m_progress->setPlainText(progressText(table));
    const QString failures = failuresText(table);
    m_failures->setPlainText(failures);
    m_failures->setVisible(!failures.isEmpty());
    m_copy->setEnabled(true);
    m_results->setTable(table);
    fillMeasures();
    showCharts();
    m_stack->setCurrentIndex(1);
}

void StudyPage::setProblem(const QString& sentence) {
    if (!m_known) {
        m_empty->setPlainText(sentence);
    }
}

// What a person chose stays chosen while the table fills.
void StudyPage::fillMeasures() {
    const GridPareto usual = paretoOf(m_table);
    const auto fill = [&](QComboBox& box, const std::string& first, bool all) {
        const QString kept = box.currentData().toString();
        box.clear();
        for (const GridColumn& column : m_table.columns) {
            if (all || column.unit == GridColumn::Unit::Share || column.unit == GridColumn::Unit::Nats) {
                box.addItem(columnText(column, m_table), fromUtf8(column.key));
            }
        }
        const int place = box.findData(kept.isEmpty() ? fromUtf8(first) : kept);
        box.setCurrentIndex(place < 0 ? std::max(0, box.findData(fromUtf8(first))) : place);
    };
    fill(*m_gain, usual.y.key, false);
    fill(*m_cost, usual.x.key, true);
}

void StudyPage::showCharts() {
    const std::string gain = toUtf8(m_gain->currentData().toString());
    const std::string cost = toUtf8(m_cost->currentData().toString());
    m_effects->setEffects(m_table, gain);
    m_tradeOff->setTable(m_table, cost, gain);
}

} // namespace halyard::views
