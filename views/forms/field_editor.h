// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/field_info.h"
#include "core/run/validate.h"

#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace halyard::views {

class PlainLabel;

// One setting: label, control, unit, one line of help, what is wrong with it, and a button that puts its preset value
// back. Its text form is that of --set ("0,3,7", "true", "none").
class FieldEditor : public QWidget {
    Q_OBJECT

public:
    explicit FieldEditor(const FieldInfo& field, QWidget* parent = nullptr);

    [[nodiscard]] const FieldInfo& field() const { return m_field; }
    [[nodiscard]] QString text() const;
    void setText(const QString& text); // does not signal
    // What the setting is when nobody changes it, and why: shown as placeholder, compared with, put back.
    void setPreset(const QString& text, const QString& why = {});
    // What an empty field stands for, where that is not nothing: "from the teacher".
    void setEmptyText(const QString& text) { m_emptyText = text; }
    [[nodiscard]] QString preset() const { return m_preset; }
    [[nodiscard]] bool isChanged() const;
    // The sentences of the issues of this setting; none clears them.
    void setIssues(const std::vector<Issue>& issues);
    // A text that the type of the setting refuses.
    void setProblem(const QString& sentence);
    [[nodiscard]] bool hasError() const { return m_error; }
    void setLocked(bool locked);
    [[nodiscard]] QWidget* control() const { return m_control; }

Q_SIGNALS:
    void edited();

private:
    void buildControl();
    void build();
    void showChanged();
    void showProblem(const QString& text, bool error);
    [[nodiscard]] QString placeholder() const;

    FieldInfo m_field;
    QString m_preset;
    QString m_emptyText;
    bool m_error = false;
    QWidget* m_control = nullptr;
    PlainLabel* m_label = nullptr;
    PlainLabel* m_help = nullptr;
    PlainLabel* m_problem = nullptr;
    QToolButton* m_putBack = nullptr;
};

} // namespace halyard::views
