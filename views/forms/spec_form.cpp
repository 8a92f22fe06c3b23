// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/forms/spec_form.h"

#include "views/forms/field_editor.h"
#include "views/forms/mixer_settings.h"
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

namespace {

constexpr const char* kMixer = "model.mixer";
constexpr const char* kDocument = "model.config";

QString textOf(const RunSpec& spec, const FieldInfo& field) {
    const MixerField* mixers = findMixerField(field.key);
    return mixers == nullptr ? settingText(spec, field) : mixerSettingText(spec, *mixers);
}

// Throws Error(InvalidInput) for a text that the type of the setting refuses.
void take(RunSpec& spec, const FieldEditor& editor) {
    if (const MixerField* mixers = findMixerField(editor.field().key)) {
        setMixerSetting(spec, *mixers, editor.text());
    } else {
        setField(spec, editor.field().key, toUtf8(editor.text()));
    }
}

bool isRefused(const FieldEditor& editor) {
    try {
        RunSpec scratch;
        take(scratch, editor);
        return false;
    } catch (const Error&) {
        return true;
    }
}

} // namespace

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
    const MixerField* mixers = findMixerField(key);
    const FieldInfo* field = mixers == nullptr ? findField(key) : &mixers->info;
    if (field == nullptr || std::find(field->kinds.begin(), field->kinds.end(), m_kind) == field->kinds.end()) {
        return;
    }
    auto* editor = new FieldEditor(key == kMixer ? mixerChoice() : *field, this);
    if (mixers != nullptr && mixers->otherwise.is_null()) {
        editor->setEmptyText(tr("from the teacher"));
    }
    m_editors.push_back(editor);
    layout.addWidget(editor);
    connect(editor, &FieldEditor::edited, this, [this, editor] { takeEdit(*editor); });
}

// The document and the editors of its keys show the same; who was not edited follows.
void SpecForm::takeEdit(const FieldEditor& edited) {
    const bool isDocument = edited.field().key == kDocument;
    FieldEditor* const document = editor(kDocument);
    if (document != nullptr && (isDocument || findMixerField(edited.field().key) != nullptr)) {
        try {
            RunSpec scratch;
            take(scratch, *document);
            if (!isDocument) {
                take(scratch, edited);
                document->setText(settingText(scratch, document->field()));
            }
            for (FieldEditor* each : m_editors) {
                if (isDocument && findMixerField(each->field().key) != nullptr) {
                    each->setText(textOf(scratch, each->field()));
                }
            }
        } catch (const Error&) {
            // Half-typed; apply() says so at its field.
        }
    }
    showMixer();
    Q_EMIT this->edited();
}

void SpecForm::showMixer() {
    const FieldEditor* mixer = editor(kMixer);
    for (FieldEditor* each : m_editors) {
        if (const MixerField* setting = findMixerField(each->field().key)) {
            each->setVisible(mixer == nullptr || mixer->text() == fromUtf8(setting->mixer));
        }
    }
}

void SpecForm::setMoreOpen(bool open) {
    m_more->setVisible(open);
    m_moreButton->setIcon(lineIcon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    const QSignalBlocker quiet(m_moreButton);
    m_moreButton->setChecked(open);
}

void SpecForm::setSpec(const RunSpec& spec) {
    for (FieldEditor* editor : m_editors) {
        editor->setText(textOf(spec, editor->field()));
    }
    showMixer();
}

void SpecForm::setPreset(const RunSpec& preset) {
    const QString why = preset.preset.empty()
                            ? tr("The program's own default.")
                            : tr("The value of the preset \"%1\".").arg(fromUtf8(preset.preset));
    for (FieldEditor* editor : m_editors) {
        editor->setPreset(textOf(preset, editor->field()), why);
    }
}

void SpecForm::apply(RunSpec& spec) const {
    for (FieldEditor* editor : m_editors) {
        try {
            take(spec, *editor);
            editor->setProblem({});
        } catch (const Error& refusal) {
            editor->setProblem(translated(refusal.message()));
        }
    }
}

void SpecForm::setIssues(const std::vector<Issue>& issues) {
    for (FieldEditor* editor : m_editors) {
        if (isRefused(*editor)) {
            continue; // that is said already
        }
        std::vector<Issue> own;
        std::copy_if(issues.begin(), issues.end(), std::back_inserter(own), [&](const Issue& issue) { return editorOf(issue) == editor; });
        editor->setIssues(own);
    }
}

// Of a key of the document that has no editor of its own: the document's.
FieldEditor* SpecForm::editorOf(const Issue& issue) const {
    const FieldInfo* field = fieldOf(issue);
    FieldEditor* own = field == nullptr ? nullptr : editor(field->key);
    return own == nullptr && issue.path.starts_with("/model/config/") ? editor(kDocument) : own;
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
