// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <QTimer>

#include <vector>

class QGridLayout;
class QLineEdit;
class QPlainTextEdit;

namespace halyard::views {

struct InspectorFact {
    QString label; // translated
    QString value; // plain text; a click selects it for copying
};

// Facts of what is selected, its name and notes, which can be edited.
class Inspector : public QScrollArea {
    Q_OBJECT

public:
    explicit Inspector(QWidget* parent = nullptr);
    // id tells whether it is still the same: then what is being typed stays.
    void setSubject(const QString& id, const QString& title, const std::vector<InspectorFact>& facts);
    void setNotes(const QString& notes);
    void setEditable(bool editable);
    void clearSubject();

Q_SIGNALS:
    void renamed(const QString& id, const QString& title);
    void notesEdited(const QString& id, const QString& notes); // a moment after the last key

private:
    void flushNotes();

    QString m_id;
    QString m_name;
    QLineEdit* m_title = nullptr;
    QGridLayout* m_facts = nullptr;
    QWidget* m_factsBox = nullptr;
    QPlainTextEdit* m_notes = nullptr;
    QWidget* m_body = nullptr;
    QWidget* m_empty = nullptr;
    QTimer m_saveNotes;
};

} // namespace halyard::views
