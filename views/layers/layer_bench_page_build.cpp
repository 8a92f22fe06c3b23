// SPDX-License-Identifier: GPL-3.0-or-later
// How the layer bench is laid out.
#include "views/layers/layer_bars.h"
#include "views/layers/layer_bench_page.h"
#include "views/layers/layer_card.h"
#include "views/layers/layer_rows.h"
#include "views/layers/layer_strip.h"
#include "views/layers/layer_table.h"
#include "views/text/plain_label.h"
#include "views/theme/line_icon.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace halyard::views {

namespace {

constexpr int kWidestChoice = 320;
constexpr int kOften = 10; // how much more a choice takes of the free room than the gap does

QHBoxLayout* rowIn(QWidget* whole) {
    auto* layout = new QHBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    return layout;
}

// A label that a click on leads to its field.
QLabel* labelFor(QWidget* field, const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setBuddy(field);
    setTone(*label, Tone::Muted);
    return label;
}

} // namespace

LayerBenchPage::LayerBenchPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(buildTop());
    m_controls = buildControls();
    layout->addWidget(m_controls);
    layout->addWidget(buildMessages());
    m_stack = new QStackedWidget(this);
    m_empty = buildEmpty();
    m_board = buildBoard();
    m_table = new LayerTable(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_board);
    m_stack->addWidget(m_table);
    layout->addWidget(m_stack, 1);
    m_status = buildStatus();
    layout->addWidget(m_status);
    m_card = new LayerCard(this);
    connectControls();
    setFocusProxy(m_score);
    setBench({});
}

LayerBenchPage::~LayerBenchPage() {
    // A square that has the focus tells so when it goes, and the rows go after us.
    for (BenchRow* row : m_rows) {
        disconnect(row, nullptr, this, nullptr);
    }
}

QWidget* LayerBenchPage::buildTop() {
    auto* row = new QWidget(this);
    auto* layout = rowIn(row);
    m_title = new QLabel(row);
    m_title->setTextFormat(Qt::PlainText);
    setTextSize(*m_title, TextSize::Title, true);
    layout->addWidget(m_title);
    m_source = new PlainLabel(row);
    m_source->setElideMode(Qt::ElideMiddle);
    setTone(*m_source, Tone::Muted);
    layout->addWidget(m_source, 1);
    m_views = new QTabBar(row);
    m_views->addTab(lineIcon(QStringLiteral("chart")), tr("Chart"));
    m_views->addTab(lineIcon(QStringLiteral("log")), tr("Table"));
    m_views->setExpanding(false);
    m_views->setAccessibleName(tr("Show as"));
    layout->addWidget(m_views);
    m_open = new QToolButton(row);
    m_open->setText(tr("Open…"));
    m_open->setIcon(lineIcon(QStringLiteral("folder")));
    m_open->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_open->setProperty("look", QStringLiteral("button"));
    m_open->setPopupMode(QToolButton::InstantPopup);
    m_open->setToolTip(tr("Opens logs of lm-evaluation-harness, a sweep of this project, or a published one."));
    m_openMenu = new QMenu(m_open);
    m_open->setMenu(m_openMenu);
    layout->addWidget(m_open);
    return row;
}

QWidget* LayerBenchPage::buildControls() {
    auto* row = new QWidget(this);
    auto* layout = rowIn(row);
    m_score = new QComboBox(row);
    m_score->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_score->setMinimumContentsLength(10);
    m_score->setObjectName(QStringLiteral("score"));
    layout->addWidget(labelFor(m_score, tr("Score"), row));
    m_score->setMaximumWidth(kWidestChoice);
    layout->addWidget(m_score, 3 * kOften);
    m_keep = new QSpinBox(row);
    m_keep->setObjectName(QStringLiteral("keep"));
    m_keep->setToolTip(tr("How many layers keep softmax attention; a quarter of them is usual. Typing a number takes the best of the score."));
    m_keep->setMinimumWidth(52);
    m_keep->setKeyboardTracking(false); // "12" is no "1" on its way
    layout->addWidget(labelFor(m_keep, tr("Keep"), row));
    layout->addWidget(m_keep);
    m_of = new QLabel(row);
    layout->addWidget(m_of);
    layout->addStretch(1); // what the choices leave
    m_baseline = new QComboBox(row);
    m_baseline->setObjectName(QStringLiteral("baseline"));
    m_baseline->addItem(tr("best swept"), static_cast<int>(Baseline::BestSwept));
    m_baseline->addItem(tr("teacher"), static_cast<int>(Baseline::Teacher));
    m_baseline->setToolTip(tr("What drops are measured from: the best result of any swept layer, as published for HALO, or the teacher's own."));
    layout->addWidget(labelFor(m_baseline, tr("Baseline"), row));
    layout->addWidget(m_baseline);
    m_compared = new QComboBox(row);
    m_compared->setObjectName(QStringLiteral("published"));
    m_compared->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_compared->setMinimumContentsLength(6);
    m_compared->setToolTip(tr("A set that a paper shipped for a model of as many layers."));
    layout->addWidget(labelFor(m_compared, tr("Published"), row));
    m_compared->setMaximumWidth(kWidestChoice);
    layout->addWidget(m_compared, 2 * kOften);
    return row;
}

QWidget* LayerBenchPage::buildMessages() {
    auto* whole = new QWidget(this);
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    m_working = new QWidget(whole);
    auto* working = rowIn(m_working);
    m_workingText = new PlainLabel(m_working);
    m_progress = new QProgressBar(m_working);
    m_progress->setTextVisible(false);
    auto* cancel = new QPushButton(tr("Cancel"), m_working);
    connect(cancel, &QPushButton::clicked, this, &LayerBenchPage::cancelRequested);
    working->addWidget(m_workingText, 1);
    working->addWidget(m_progress, 1);
    working->addWidget(cancel);
    m_working->hide();
    layout->addWidget(m_working);
    for (PlainLabel** label : {&m_problem, &m_scoreProblem, &m_note}) {
        *label = new PlainLabel(whole);
        (*label)->setWordWrap(true);
        (*label)->hide();
        layout->addWidget(*label);
    }
    setTone(*m_problem, Tone::Error);
    setTone(*m_scoreProblem, Tone::Warning);
    m_warnings = new QToolButton(whole);
    m_warnings->setIcon(lineIcon(QStringLiteral("warning"), Tone::Warning));
    m_warnings->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_warnings->setCheckable(true);
    m_warnings->setObjectName(QStringLiteral("warnings"));
    m_warnings->hide();
    layout->addWidget(m_warnings);
    m_warningList = new QPlainTextEdit(whole);
    m_warningList->setReadOnly(true);
    m_warningList->setAccessibleName(tr("Warnings"));
    m_warningList->hide();
    connect(m_warnings, &QToolButton::toggled, m_warningList, &QWidget::setVisible);
    layout->addWidget(m_warningList);
    return whole;
}

template <typename Row> Row* LayerBenchPage::addRow(QWidget* board, Row* row) {
    static_cast<QVBoxLayout*>(board->layout())->addWidget(row);
    m_rows.push_back(row);
    connect(row, &BenchRow::pointed, this, &LayerBenchPage::pointAt);
    return row;
}
template LayerHeat* LayerBenchPage::addRow(QWidget* board, LayerHeat* row);
template SelectorRow* LayerBenchPage::addRow(QWidget* board, SelectorRow* row);

QWidget* LayerBenchPage::buildBoard() {
    auto* board = new QWidget(this);
    makeCard(*board);
    auto* layout = new QVBoxLayout(board);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(0);
    m_bars = addRow(board, new LayerBars(board));
    m_strip = addRow(board, new LayerStrip(board));
    m_folding = new QWidget(board);
    auto* folding = rowIn(m_folding);
    m_fold = new QToolButton(m_folding);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setObjectName(QStringLiteral("fold"));
    connect(m_fold, &QToolButton::clicked, this, [this] { foldTasks(!m_folded); });
    m_legend = new PlainLabel(tr("⌃ at the clip   ○ commonsense drop near zero   – sign turned   ▨ not measured"), m_folding);
    setTone(*m_legend, Tone::Muted);
    setTextSize(*m_legend, TextSize::Small);
    folding->addWidget(m_fold);
    m_legend->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    folding->addWidget(m_legend, 1);
    m_othersTitle = new QLabel(tr("Other selectors and published sets: filled where both keep a layer"), board);
    setTone(*m_othersTitle, Tone::Muted);
    setTextSize(*m_othersTitle, TextSize::Small);
    layout->addStretch(1);
    return board;
}

QWidget* LayerBenchPage::buildEmpty() {
    auto* whole = new QWidget(this);
    makeCard(*whole);
    auto* outer = new QVBoxLayout(whole);
    outer->addStretch(1);
    auto* title = new QLabel(tr("Which layers keep attention?"), whole);
    setTextSize(*title, TextSize::Title, true);
    outer->addWidget(title, 0, Qt::AlignHCenter);
    auto* words = new QHBoxLayout;
    auto* text = new QLabel(tr("A layer sweep measures the teacher with each layer's attention replaced in turn. Run one, import the logs of one, "
                               "or open a published one: that needs no model and computes nothing."), whole);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignHCenter);
    constexpr int kTextWidth = 520;
    text->setFixedWidth(kTextWidth);
    setTone(*text, Tone::Muted);
    words->addStretch(1);
    words->addWidget(text);
    words->addStretch(1);
    outer->addLayout(words);
    outer->addSpacing(kGrid);
    m_emptyButtons = new QVBoxLayout;
    m_emptyButtons->setSpacing(kGrid);
    outer->addLayout(m_emptyButtons);
    const auto add = [&](const QString& action, auto signal) {
        auto* button = new QPushButton(action, whole);
        button->setMinimumWidth(320);
        connect(button, &QPushButton::clicked, this, signal);
        m_emptyButtons->addWidget(button, 0, Qt::AlignHCenter);
        return button;
    };
    makePrimary(*add(tr("New layer sweep…"), &LayerBenchPage::sweepRequested));
    add(tr("Import logs…"), &LayerBenchPage::importFolderRequested);
    outer->addStretch(2);
    return whole;
}

QLayout* LayerBenchPage::buildFacts(QWidget* whole) {
    const std::array<std::pair<QString, QString>, kFacts> titles = {{
        {tr("Attention layers"), {}},
        {tr("KV at 128K tokens"), tr("Keys and values of one sequence of 131,072 tokens in bfloat16, and by how much they are fewer than the teacher's.")},
        {tr("Decode at 512K (modelled)"), tr("The teacher's bytes read for a token over the hybrid's, weights and cache, after 524,288 tokens. It is computed, not measured.")},
        {tr("Kept importance"), tr("The share of the summed scores that the kept layers have; scores below 0 count as 0.")},
        {tr("Stable leaving a task out"), tr("How many of the kept layers the score keeps whichever one of its tasks is left out.")},
        {tr("Differs from published"), tr("Layers that only this choice has (+) and only the published set (−).")},
    }};
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * kGrid);
    grid->setVerticalSpacing(1);
    for (int i = 0; i < kFacts; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const int row = i / 3 * 2;
        m_factTitles[at] = new QLabel(titles[at].first, whole);
        m_factTitles[at]->setTextFormat(Qt::PlainText);
        m_factTitles[at]->setToolTip(titles[at].second);
        setTone(*m_factTitles[at], Tone::Muted);
        setTextSize(*m_factTitles[at], TextSize::Small);
        m_facts[at] = new PlainLabel(whole);
        setTextSize(*m_facts[at], TextSize::Body, true);
        m_facts[at]->setAccessibleDescription(titles[at].first);
        grid->addWidget(m_factTitles[at], row, i % 3);
        grid->addWidget(m_facts[at], row + 1, i % 3);
        grid->setColumnStretch(i % 3, i % 3 == 2 ? 3 : 2);
    }
    return grid;
}

QWidget* LayerBenchPage::buildStatus() {
    auto* whole = new QWidget(this);
    makeCard(*whole);
    auto* layout = new QHBoxLayout(whole);
    layout->setContentsMargins(kGrid + 4, kGrid, kGrid + 4, kGrid);
    layout->setSpacing(2 * kGrid);
    layout->addLayout(buildFacts(whole), 1);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(kGrid);
    m_stage2 = new QPushButton(tr("Use for stage 2"), whole);
    m_stage2->setObjectName(QStringLiteral("stage2"));
    makePrimary(*m_stage2);
    m_save = new QPushButton(tr("Save as…"), whole);
    m_save->setObjectName(QStringLiteral("save"));
    buttons->addWidget(m_stage2);
    buttons->addWidget(m_save);
    layout->addLayout(buttons);
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(m_choice); });
    connect(m_stage2, &QPushButton::clicked, this, [this] { Q_EMIT stage2Requested(m_choice); });
    return whole;
}

} // namespace halyard::views
