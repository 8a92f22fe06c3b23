// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/forms/spec_form.h"

#include "views/forms/field_editor.h"
#include "views/forms/spec_text.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

SpecForm::SpecForm(RunKind kind, const Fields& fields, QWidget* parent) : QWidget(parent), m_kind(kind) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * kGrid);
    for (const std::string& key : fields.shown) {
        addEditor(key, *layout);
    }
    m_more = new QWidget(this);
    auto* moreLayout = new QVBoxLayout(m_more);
    moreLayout->setContentsMargins(0, 0, 0, 0);
    moreLayout->setSpacing(2 * kGrid);
    const std::size_t before = m_editors.size();
    for (const std::string& key : fields.more) {
        addEditor(key, *moreLayout);
    }
    m_moreButton = new QToolButton(this);
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_moreButton->setCheckable(true);
    m_moreButton->setText(tr("More (%1)").arg(countText(static_cast<std::int64_t>(m_editors.size() - before))));
    m_moreButton->setVisible(m_editors.size() > before);
    connect(m_moreButton, &QToolButton::toggled, this, [this](bool open) { setMoreOpen(open); });
    layout->addWidget(m_moreButton, 0, Qt::AlignLeft);
    layout->addWidget(m_more);
    setMoreOpen(false);
}

void SpecForm::addEditor(const std::string& key, QVBoxLayout& layout) {
    const FieldInfo* field = findField(key);
    if (field == nullptr || std::find(field->kinds.begin(), field->kinds.end(), m_kind) == field->kinds.end()) {
        return;
    }
    auto* editor = new FieldEditor(*field, this);
    m_editors.push_back(editor);
    layout.addWidget(editor);
    connect(editor, &FieldEditor::edited, this, &SpecForm::edited);
}

void SpecForm::setMoreOpen(bool open) {
    m_more->setVisible(open);
    m_moreButton->setIcon(lineIcon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    const QSignalBlocker quiet(m_moreButton);
    m_moreButton->setChecked(open);
}

void SpecForm::setSpec(const RunSpec& spec) {
    for (FieldEditor* editor : m_editors) {
        editor->setText(settingText(spec, editor->field()));
    }
}

void SpecForm::setPreset(const RunSpec& preset) {
    const QString why = preset.preset.empty()
                            ? tr("The program's own default.")
                            : tr("The value of the preset \"%1\".").arg(fromUtf8(preset.preset));
    for (FieldEditor* editor : m_editors) {
        editor->setPreset(settingText(preset, editor->field()), why);
    }
}

void SpecForm::apply(RunSpec& spec) const {
    for (FieldEditor* editor : m_editors) {
        try {
            setField(spec, editor->field().key, toUtf8(editor->text()));
            editor->setProblem({});
        } catch (const Error& refusal) {
            editor->setProblem(translated(refusal.message()));
        }
    }
}

void SpecForm::setIssues(const std::vector<Issue>& issues) {
    RunSpec scratch;
    for (FieldEditor* editor : m_editors) {
        try {
            setField(scratch, editor->field().key, toUtf8(editor->text()));
        } catch (const Error&) {
            continue; // what its type refuses is said already
        }
        std::vector<Issue> own;
        std::copy_if(issues.begin(), issues.end(), std::back_inserter(own),
                     [&](const Issue& issue) { return fieldOf(issue) != nullptr && fieldOf(issue)->key == editor->field().key; });
        editor->setIssues(own);
    }
}

std::vector<std::string> SpecForm::keys() const {
    std::vector<std::string> out;
    for (const FieldEditor* editor : m_editors) {
        out.push_back(editor->field().key);
    }
    return out;
}

FieldEditor* SpecForm::editor(const std::string& key) const {
    const auto found = std::find_if(m_editors.begin(), m_editors.end(),
                                    [&](const FieldEditor* e) { return e->field().key == key; });
    return found == m_editors.end() ? nullptr : *found;
}

bool SpecForm::hasError() const {
    return std::any_of(m_editors.begin(), m_editors.end(), [](const FieldEditor* e) { return e->hasError(); });
}

void SpecForm::focusField(const std::string& key) {
    FieldEditor* wanted = editor(key);
    if (wanted == nullptr) {
        return;
    }
    if (m_more->isAncestorOf(wanted)) {
        setMoreOpen(true);
    }
    wanted->control()->setFocus(Qt::OtherFocusReason);
    for (QWidget* above = parentWidget(); above != nullptr; above = above->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(above)) {
            area->ensureWidgetVisible(wanted);
            return;
        }
    }
}

void SpecForm::focusFirstError() {
    for (const FieldEditor* each : m_editors) {
        if (each->hasError()) {
            focusField(each->field().key);
            return;
        }
    }
}

} // namespace halyard::views
