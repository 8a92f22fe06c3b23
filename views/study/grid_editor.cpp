// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/grid_editor.h"

#include "views/study/axis_table.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/theme.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTextCursor>
#include <QVBoxLayout>

#include <chrono>

namespace halyard::views {

namespace {

constexpr std::chrono::milliseconds kSettled{250}; // after the last key
constexpr int kMostCellsListed = 200;

PlainLabel* makeHeading(const QString& text, QWidget* parent) {
    auto* heading = new PlainLabel(text, parent);
    setTextSize(*heading, TextSize::Body, true);
    return heading;
}

} // namespace

GridEditor::GridEditor(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(makeHeader());
    auto* sides = new QSplitter(Qt::Horizontal, this);
    sides->setChildrenCollapsible(false);
    sides->setHandleWidth(kGrid);
    sides->addWidget(makeForm());
    sides->addWidget(makeText());
    sides->setSizes({3000, 2000}); // shares of whatever width there is
    layout->addWidget(sides, 1);
    layout->addWidget(makeFooter());
    m_edited.setSingleShot(true);
    m_edited.setInterval(kSettled);
    connect(&m_edited, &QTimer::timeout, this, &GridEditor::edited);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_plan.problem.clear(); // of the text before
        fillForm();
        m_edited.start();
        showButton(); // waits until it was looked at
    });
    setFocusProxy(m_begin);
    showButton();
}

QWidget* GridEditor::makeHeader() {
    auto* header = new QWidget(this);
    auto* rows = new QVBoxLayout(header);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(kGrid / 2);
    auto* title = new PlainLabel(tr("New study"), header);
    setTextSize(*title, TextSize::Title, true);
    rows->addWidget(title);
    auto* label = new QLabel(tr("&Begin with:"), header);
    m_begin = new QComboBox(header);
    m_begin->setObjectName(QStringLiteral("begin"));
    m_begin->setMinimumWidth(kGrid * 28);
    label->setBuddy(m_begin);
    auto* open = new QPushButton(tr("&Open a file…"), header);
    auto* save = new QPushButton(tr("&Save as…"), header);
    auto* about = new PlainLabel(tr("Runs, and axes along which they differ. Every combination of one value of each axis is a cell; what is equal in several cells "
                                    "runs once. It can be stopped and goes on where it was."),
                                 header);
    about->setWordWrap(true);
    setTone(*about, Tone::Muted);
    rows->addWidget(about);
    auto* tools = new QHBoxLayout;
    tools->addWidget(label);
    tools->addWidget(m_begin);
    tools->addStretch(1);
    tools->addWidget(open);
    tools->addWidget(save);
    rows->addLayout(tools);
    connect(open, &QPushButton::clicked, this, &GridEditor::openRequested);
    connect(save, &QPushButton::clicked, this, &GridEditor::saveRequested);
    connect(m_begin, &QComboBox::activated, this, [this](int index) {
        if (index > 0 && index <= static_cast<int>(m_shipped.size())) {
            setText(m_shipped[static_cast<std::size_t>(index - 1)].text);
        }
    });
    return header;
}

QWidget* GridEditor::makeForm() {
    auto* card = new QWidget(this);
    makeCard(*card);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    auto* fields = new QFormLayout;
    m_name = new QLineEdit(card);
    m_name->setObjectName(QStringLiteral("gridName"));
    m_name->setMaxLength(80);
    m_name->setToolTip(tr("Its run is called so: letters, digits, - and _"));
    fields->addRow(tr("&Name:"), m_name);
    m_question = new QLineEdit(card);
    m_question->setObjectName(QStringLiteral("question"));
    m_question->setMaxLength(1000);
    fields->addRow(tr("&Question:"), m_question);
    layout->addLayout(fields);
    layout->addWidget(makeHeading(tr("Axes"), card));
    m_axes = new AxisTable(card);
    layout->addWidget(m_axes, 2);
    layout->addWidget(makeHeading(tr("What it comes to"), card));
    m_summary = new PlainLabel(card);
    m_summary->setWordWrap(true);
    layout->addWidget(m_summary);
    m_cells = new QListWidget(card);
    m_cells->setObjectName(QStringLiteral("plannedCells"));
    m_cells->setAccessibleName(tr("Cells"));
    m_cells->setProperty("frameless", true);
    m_cells->setUniformItemSizes(true);
    m_cells->setSelectionMode(QAbstractItemView::NoSelection);
    layout->addWidget(m_cells, 3);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) { change([&](GridDraft& draft) { draft.setName(text); }); });
    connect(m_question, &QLineEdit::textEdited, this, [this](const QString& text) { change([&](GridDraft& draft) { draft.setQuestion(text); }); });
    connect(m_axes, &AxisTable::axisEdited, this,
            [this](int place, const DraftAxis& axis) { change([&](GridDraft& draft) { draft.setAxis(static_cast<std::size_t>(place), axis); }); });
    connect(m_axes, &AxisTable::axisRemoved, this, [this](int place) { change([&](GridDraft& draft) { draft.removeAxis(static_cast<std::size_t>(place)); }); });
    return card;
}

QWidget* GridEditor::makeText() {
    auto* card = new QWidget(this);
    makeCard(*card);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid / 2);
    layout->addWidget(makeHeading(tr("The whole grid"), card));
    auto* hint = new PlainLabel(tr("Its runs with their settings and inputs, and axes that set more than one thing, are edited here. docs/study_grid.md has every key."), card);
    hint->setWordWrap(true);
    setTextSize(*hint, TextSize::Small);
    setTone(*hint, Tone::Muted);
    layout->addWidget(hint);
    m_text = new QPlainTextEdit(card);
    m_text->setObjectName(QStringLiteral("gridText"));
    m_text->setAccessibleName(tr("The whole grid"));
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    layout->addWidget(m_text, 1);
    return card;
}

QWidget* GridEditor::makeFooter() {
    auto* footer = new QWidget(this);
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(0, 0, 0, 0);
    m_words = new PlainLabel(footer);
    m_words->setObjectName(QStringLiteral("gridWords"));
    m_words->setWordWrap(true);
    row->addWidget(m_words, 1);
    m_create = new QPushButton(tr("Create and start"), footer);
    m_create->setObjectName(QStringLiteral("createStudy"));
    makePrimary(*m_create);
    row->addWidget(m_create);
    connect(m_create, &QPushButton::clicked, this, &GridEditor::createRequested);
    return footer;
}

void GridEditor::setShipped(const std::vector<ShippedGrid>& grids) {
    m_shipped = grids;
    m_begin->clear();
    m_begin->addItem(tr("a study that comes with Halyard"));
    for (const ShippedGrid& grid : m_shipped) {
        m_begin->addItem(shownText(grid.name, 60));
        m_begin->setItemData(m_begin->count() - 1, shownToolTip(grid.question), Qt::ToolTipRole);
    }
    m_begin->setEnabled(!m_shipped.empty());
}

QString GridEditor::text() const {
    return m_text->toPlainText();
}

void GridEditor::setText(const QString& text) {
    if (text == m_text->toPlainText()) {
        return;
    }
    QTextCursor whole(m_text->document());
    whole.select(QTextCursor::Document);
    whole.insertText(text);
    m_text->moveCursor(QTextCursor::Start);
}

void GridEditor::change(const std::function<void(GridDraft& draft)>& how) {
    if (m_filling) {
        return;
    }
    if (auto draft = GridDraft::fromText(text())) {
        how(*draft);
        setText(draft->text());
    }
}

void GridEditor::fillForm() {
    const auto draft = GridDraft::fromText(text());
    m_filling = true;
    for (QWidget* field : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_question), static_cast<QWidget*>(m_axes)}) {
        field->setEnabled(draft.has_value());
    }
    if (draft) {
        if (m_name->text() != draft->name()) {
            m_name->setText(draft->name());
        }
        if (m_question->text() != draft->question()) {
            m_question->setText(draft->question());
        }
        m_axes->setAxes(draft->axes());
    }
    m_filling = false;
}

void GridEditor::setPlan(const GridPlan& plan) {
    m_plan = plan;
    m_summary->setPlainText(plan.problem.isEmpty() ? plan.summary : tr("Nothing yet: see below."));
    m_cells->clear();
    for (const QString& cell : plan.cells.mid(0, kMostCellsListed)) {
        m_cells->addItem(shownText(cell, 400));
    }
    if (plan.cells.size() > kMostCellsListed) {
        m_cells->addItem(tr("and %n more", nullptr, static_cast<int>(plan.cells.size()) - kMostCellsListed));
    }
    if (!plan.settings.isEmpty()) {
        m_axes->setSettings(plan.settings);
    }
    setTone(*m_words, plan.problem.isEmpty() ? Tone::Muted : Tone::Error);
    m_words->setPlainText(plan.problem);
    showButton();
}

void GridEditor::setCreating(bool creating, const QString& words) {
    m_creating = creating;
    setTone(*m_words, Tone::Muted);
    m_words->setPlainText(words);
    showButton();
}

void GridEditor::setRefusal(const QString& sentence) {
    m_creating = false;
    setTone(*m_words, Tone::Error);
    m_words->setPlainText(sentence);
    showButton();
}

void GridEditor::setUsable(bool usable) {
    m_usable = usable;
    showButton();
}

void GridEditor::showButton() {
    m_create->setEnabled(m_usable && !m_creating && !m_edited.isActive() && m_plan.problem.isEmpty() && !m_plan.cells.isEmpty());
    m_create->setText(m_creating ? tr("Creating…") : tr("Create and start"));
}

} // namespace halyard::views
