// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"
#include "core/run/validate.h"

#include <QWidget>

#include <string>
#include <vector>

class QToolButton;
class QVBoxLayout;

namespace halyard::views {

class FieldEditor;

// Some settings of a spec, one FieldEditor each, generated from FieldInfo: those given by key, in that order, and others
// folded away under More. Settings that a kind does not read are not made. A mixer's own settings ("model.config.…") are
// there while that mixer is chosen, and the document "model.config" beside them follows.
class SpecForm : public QWidget {
    Q_OBJECT

public:
    struct Fields {
        std::vector<std::string> shown;
        std::vector<std::string> more;
    };

    SpecForm(RunKind kind, const Fields& fields, QWidget* parent = nullptr);

    // Values of the fields; what the user typed is replaced.
    void setSpec(const RunSpec& spec);
    void setPreset(const RunSpec& preset);
    // Writes the fields into the spec. A text its type refuses leaves the setting as it is and is shown at its field.
    void apply(RunSpec& spec) const;
    // Shows each issue at its field; those of other settings are left alone.
    void setIssues(const std::vector<Issue>& issues);
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] FieldEditor* editor(const std::string& key) const;
    [[nodiscard]] bool hasError() const;
    // Opens More when the field is there, scrolls to it and gives it the keyboard.
    void focusField(const std::string& key);
    void focusFirstError();

Q_SIGNALS:
    void edited();

private:
    void addEditor(const std::string& key, QVBoxLayout& layout);
    [[nodiscard]] FieldEditor* editorOf(const Issue& issue) const;
    void takeEdit(const FieldEditor& editor);
    void showMixer();
    void setMoreOpen(bool open);

    RunKind m_kind;
    std::vector<FieldEditor*> m_editors; // in order
    QWidget* m_more = nullptr;
    QToolButton* m_moreButton = nullptr;
};

} // namespace halyard::views
