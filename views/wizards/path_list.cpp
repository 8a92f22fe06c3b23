// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/wizards/path_list.h"

#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

PathList::PathList(const QString& name, const QString& label, QWidget* parent) : QWidget(parent), m_name(name), m_label(label) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(kGrid / 2);
    layout->addLayout(m_rows);
    auto* add = new QPushButton(lineIcon(QStringLiteral("add")), tr("Add another"), this);
    add->setObjectName(QStringLiteral("add-") + m_name);
    add->setAutoDefault(false);
    layout->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, this, [this] {
        addLine({});
        m_lines.back().box->setFocus(Qt::OtherFocusReason);
    });
    addLine({});
}

void PathList::addLine(const QString& path) {
    Line line;
    line.whole = new QWidget(this);
    auto* column = new QVBoxLayout(line.whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    line.box = new QComboBox(line.whole);
    line.box->setObjectName(QStringLiteral("input-%1-%2").arg(m_name).arg(m_lines.size()));
    line.box->setEditable(true);
    line.box->setInsertPolicy(QComboBox::NoInsert);
    line.box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    line.box->setMinimumContentsLength(20);
    line.box->lineEdit()->setMaxLength(5000);
    line.box->setAccessibleName(m_label);
    line.box->lineEdit()->setPlaceholderText(m_placeholder);
    fill(*line.box);
    line.box->setEditText(path);
    line.box->lineEdit()->setCursorPosition(0);
    row->addWidget(line.box, 1);
    auto* browse = new QPushButton(lineIcon(QStringLiteral("folder")), tr("Browse…"), line.whole);
    browse->setAutoDefault(false);
    row->addWidget(browse);
    line.remove = new QToolButton(line.whole);
    line.remove->setIcon(lineIcon(QStringLiteral("close")));
    line.remove->setToolTip(tr("Take this line away"));
    line.remove->setAccessibleName(line.remove->toolTip());
    row->addWidget(line.remove);
    column->addLayout(row);
    line.problem = new PlainLabel(line.whole);
    line.problem->setWordWrap(true);
    setTextSize(*line.problem, TextSize::Small);
    line.problem->hide();
    column->addWidget(line.problem);
    m_rows->addWidget(line.whole);
    connect(line.box, &QComboBox::editTextChanged, this, &PathList::edited);
    // A choice shows its title in the list and its path in the field.
    connect(line.box, &QComboBox::activated, this, [box = line.box](int index) {
        if (const QString chosen = box->itemData(index).toString(); !chosen.isEmpty()) {
            box->setEditText(chosen);
        }
    });
    connect(browse, &QPushButton::clicked, this, [this, box = line.box] {
        m_asked = box;
        Q_EMIT browseRequested(box->currentText());
    });
    connect(line.remove, &QToolButton::clicked, this, [this, whole = line.whole] { removeLine(whole); });
    m_lines.push_back(line);
    showRemovers();
}

void PathList::removeLine(const QWidget* whole) {
    const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& line) { return line.whole == whole; });
    if (found == m_lines.end()) {
        return;
    }
    m_asked = m_asked == found->box ? nullptr : m_asked;
    found->whole->hide();
    found->whole->deleteLater();
    m_lines.erase(found);
    showRemovers();
    Q_EMIT edited();
}

void PathList::showRemovers() {
    for (const Line& line : m_lines) {
        line.remove->setEnabled(m_lines.size() > 1);
    }
}

void PathList::fill(QComboBox& box) const {
    const QSignalBlocker quiet(&box);
    const QString typed = box.currentText();
    box.clear();
    for (const InputChoice& choice : m_choices) {
        box.addItem(shownText(choice.title, 200), choice.path);
    }
    box.setEditText(typed);
}

void PathList::setChoices(const std::vector<InputChoice>& choices) {
    m_choices = choices;
    for (const Line& line : m_lines) {
        fill(*line.box);
    }
}

void PathList::setPlaceholder(const QString& text) {
    m_placeholder = text;
    for (const Line& line : m_lines) {
        line.box->lineEdit()->setPlaceholderText(text);
    }
}

void PathList::setPaths(const QStringList& paths) {
    if (paths == this->paths()) {
        return; // a line that is still empty stays
    }
    const QSignalBlocker quiet(this);
    const auto wanted = static_cast<std::size_t>(std::max<qsizetype>(paths.size(), 1));
    while (m_lines.size() > wanted) {
        removeLine(m_lines.back().whole);
    }
    while (m_lines.size() < wanted) {
        addLine({});
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        m_lines[i].box->setEditText(paths.value(static_cast<qsizetype>(i)));
        m_lines[i].box->lineEdit()->setCursorPosition(0);
    }
}

QStringList PathList::paths() const {
    QStringList out;
    for (const Line& line : m_lines) {
        if (!line.box->currentText().isEmpty()) {
            out << line.box->currentText();
        }
    }
    return out;
}

void PathList::setBrowsed(const QString& path) {
    QComboBox* const box = m_asked != nullptr ? m_asked : m_lines.back().box;
    box->setEditText(path);
}

void PathList::setProblems(const QStringList& ofPaths, bool isError) {
    qsizetype at = 0;
    for (const Line& line : m_lines) {
        const bool isPath = !line.box->currentText().isEmpty();
        const QString problem = isPath ? ofPaths.value(at++) : QString();
        line.problem->setPlainText(problem);
        line.problem->setVisible(!problem.isEmpty());
        setTone(*line.problem, isError ? Tone::Error : Tone::Warning);
        line.box->setProperty("wrong", isError && !problem.isEmpty());
        line.box->style()->unpolish(line.box);
        line.box->style()->polish(line.box);
    }
}

void PathList::focusFirst() {
    const auto wrong = std::find_if(m_lines.begin(), m_lines.end(), [](const Line& line) { return !line.problem->plainText().isEmpty(); });
    (wrong == m_lines.end() ? m_lines.front() : *wrong).box->setFocus(Qt::OtherFocusReason);
}

} // namespace halyard::views
