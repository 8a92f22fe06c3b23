// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/project/inspector.h"

#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/theme.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace halyard::views {

namespace {

constexpr int kNotesMilliseconds = 800;

} // namespace

Inspector::Inspector(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* whole = new QWidget;
    whole->setProperty("plain", true);
    auto* outer = new QVBoxLayout(whole);
    outer->setContentsMargins(kGrid * 3 / 2, kGrid, kGrid * 3 / 2, kGrid);
    auto* empty = new PlainLabel(whole);
    empty->setWordWrap(true);
    empty->setPlainText(tr("Select something of the project to see what is known of it."));
    setTone(*empty, Tone::Muted);
    m_empty = empty;
    outer->addWidget(m_empty);
    m_body = new QWidget(whole);
    auto* layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_title = new QLineEdit(m_body);
    m_title->setMaxLength(200);
    m_title->setAccessibleName(tr("Name"));
    layout->addWidget(m_title);
    m_factsBox = new QWidget(m_body);
    m_facts = new QGridLayout(m_factsBox);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(kGrid * 3 / 2);
    m_facts->setVerticalSpacing(4);
    m_facts->setColumnStretch(1, 1);
    layout->addWidget(m_factsBox);
    auto* label = new PlainLabel(tr("Notes"), m_body);
    setTone(*label, Tone::Muted);
    layout->addWidget(label);
    m_notes = new QPlainTextEdit(m_body);
    m_notes->setTabChangesFocus(true);
    m_notes->setMinimumHeight(90);
    m_notes->setAccessibleName(tr("Notes"));
    label->setBuddy(m_notes);
    layout->addWidget(m_notes, 1);
    outer->addWidget(m_body, 1);
    setWidget(whole);
    m_saveNotes.setSingleShot(true);
    m_saveNotes.setInterval(kNotesMilliseconds);
    connect(m_notes, &QPlainTextEdit::textChanged, &m_saveNotes, qOverload<>(&QTimer::start));
    connect(&m_saveNotes, &QTimer::timeout, this, &Inspector::flushNotes);
    connect(m_title, &QLineEdit::editingFinished, this, [this] {
        if (m_title->text() != m_name && !m_id.isEmpty()) {
            m_name = m_title->text();
            Q_EMIT renamed(m_id, m_name);
        }
    });
    clearSubject();
}

void Inspector::flushNotes() {
    m_saveNotes.stop();
    if (!m_id.isEmpty()) {
        Q_EMIT notesEdited(m_id, m_notes->toPlainText());
    }
}

void Inspector::setSubject(const QString& id, const QString& title, const std::vector<InspectorFact>& facts) {
    if (id != m_id) {
        if (m_saveNotes.isActive()) {
            flushNotes(); // of what was selected before
        }
        m_id = id;
        setNotes({});
    }
    if (!m_title->hasFocus() || m_title->text() == m_name) {
        m_title->setText(title);
        m_title->setCursorPosition(0);
    }
    m_name = title;
    while (QLayoutItem* item = m_facts->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int i = 0; i < static_cast<int>(facts.size()); ++i) {
        const InspectorFact& fact = facts[static_cast<std::size_t>(i)];
        auto* label = new PlainLabel(fact.label, m_factsBox);
        setTone(*label, Tone::Muted);
        label->setElideMode(Qt::ElideRight);
        auto* value = new PlainLabel(m_factsBox);
        value->setWordWrap(fact.value.size() < 200);
        value->setPlainText(fact.value);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_facts->addWidget(label, i, 0, Qt::AlignTop);
        m_facts->addWidget(value, i, 1);
    }
    m_body->show();
    m_empty->hide();
}

void Inspector::setNotes(const QString& notes) {
    if (m_notes->hasFocus() && m_saveNotes.isActive()) {
        return; // being typed
    }
    const QSignalBlocker quiet(m_notes);
    m_notes->setPlainText(shownText(notes, 20000, false));
}

void Inspector::setEditable(bool editable) {
    m_title->setReadOnly(!editable);
    m_notes->setReadOnly(!editable);
}

void Inspector::clearSubject() {
    if (m_saveNotes.isActive()) {
        flushNotes();
    }
    m_id.clear();
    m_body->hide();
    m_empty->show();
}

} // namespace halyard::views
