// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/forms/field_editor.h"

#include "views/forms/file_table.h"
#include "views/text/message_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStyle>
#include <QToolButton>
#include <QWheelEvent>

namespace halyard::views {

namespace {

constexpr int kLabelWidth = 190;
constexpr int kNumberWidth = 180;

// A combo box that leaves the wheel to the page it stands in, until it is clicked.
class CalmComboBox : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus()) {
            QComboBox::wheelEvent(event);
        } else {
            event->ignore();
        }
    }
};

// The units of the waist, which it holds as words and not as sentences.
[[maybe_unused]] constexpr const char* kUnits[] = {
    QT_TRANSLATE_NOOP("halyard", "steps"),
    QT_TRANSLATE_NOOP("halyard", "tokens"),
    QT_TRANSLATE_NOOP("halyard", "sequences"),
    QT_TRANSLATE_NOOP("halyard", "hours"),
    QT_TRANSLATE_NOOP("halyard", "heads"),
    QT_TRANSLATE_NOOP("halyard", "channels"),
    QT_TRANSLATE_NOOP("halyard", "layers"),
    QT_TRANSLATE_NOOP("halyard", "items"),
};

QString unitText(const std::string& unit) {
    return unit.empty() ? QString() : translated(Sentence{unit.c_str()});
}

void markWrong(QWidget& control, bool wrong) {
    control.setProperty("wrong", wrong);
    control.style()->unpolish(&control);
    control.style()->polish(&control);
}

} // namespace

FieldEditor::FieldEditor(const FieldInfo& field, QWidget* parent) : QWidget(parent), m_field(field) {
    setObjectName(fromUtf8(field.key));
    buildControl();
    build();
    showChanged();
}

void FieldEditor::buildControl() {
    const auto signalEdit = [this] {
        showChanged();
        Q_EMIT edited();
    };
    switch (m_field.type) {
    case FieldInfo::Type::Flag: {
        auto* box = new QCheckBox(tr("On"), this);
        connect(box, &QCheckBox::toggled, this, signalEdit);
        m_control = box;
        break;
    }
    case FieldInfo::Type::Choice: {
        auto* combo = new CalmComboBox(this);
        for (const std::string& choice : m_field.choices) {
            combo->addItem(fromUtf8(choice), fromUtf8(choice));
        }
        combo->setMinimumWidth(kNumberWidth);
        combo->setFocusPolicy(Qt::StrongFocus);
        connect(combo, &QComboBox::currentIndexChanged, this, signalEdit);
        m_control = combo;
        break;
    }
    case FieldInfo::Type::Document: {
        if (m_field.key == "eval.files") {
            auto* files = new FileTable(this);
            connect(files, &FileTable::edited, this, signalEdit);
            m_control = files;
            break;
        }
        auto* text = new QPlainTextEdit(this);
        text->setTabChangesFocus(true);
        text->setFixedHeight(text->fontMetrics().lineSpacing() * 6 + 18);
        connect(text, &QPlainTextEdit::textChanged, this, signalEdit);
        m_control = text;
        break;
    }
    case FieldInfo::Type::Integer:
    case FieldInfo::Type::Number:
    case FieldInfo::Type::Text:
    case FieldInfo::Type::IntegerList: {
        auto* line = new QLineEdit(this);
        line->setMaxLength(5000);
        const bool number = m_field.type == FieldInfo::Type::Integer || m_field.type == FieldInfo::Type::Number;
        if (number) {
            line->setAlignment(Qt::AlignRight);
            line->setFixedWidth(kNumberWidth);
        }
        connect(line, &QLineEdit::textEdited, this, signalEdit);
        m_control = line;
        break;
    }
    }
    m_control->setObjectName(QStringLiteral("control"));
    m_control->setAccessibleName(translated(m_field.label));
    m_control->setAccessibleDescription(translated(m_field.help));
}

void FieldEditor::build() {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGrid);
    grid->setVerticalSpacing(2);
    m_label = new PlainLabel(translated(m_field.label), this);
    m_label->setFixedWidth(kLabelWidth);
    m_label->setBuddy(m_control);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    const bool wide = m_field.type == FieldInfo::Type::Text || m_field.type == FieldInfo::Type::IntegerList ||
                      m_field.type == FieldInfo::Type::Document;
    row->addWidget(m_control, wide ? 1 : 0);
    if (!m_field.unit.empty()) {
        auto* unit = new PlainLabel(unitText(m_field.unit), this);
        setTone(*unit, Tone::Muted);
        row->addWidget(unit);
    }
    m_putBack = new QToolButton(this);
    m_putBack->setIcon(lineIcon(QStringLiteral("reset"), Tone::Accent));
    m_putBack->setIconSize(QSize(16, 16));
    m_putBack->setObjectName(QStringLiteral("putBack"));
    QSizePolicy keep = m_putBack->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    m_putBack->setSizePolicy(keep);
    connect(m_putBack, &QToolButton::clicked, this, [this] {
        setText(m_preset);
        Q_EMIT edited();
    });
    row->addWidget(m_putBack);
    if (!wide) {
        row->addStretch(1);
    }
    m_help = new PlainLabel(this);
    m_help->setWordWrap(true);
    m_help->setPlainText(translated(m_field.help));
    setTextSize(*m_help, TextSize::Small);
    setTone(*m_help, Tone::Muted);
    m_problem = new PlainLabel(this);
    m_problem->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("problem"));
    setTextSize(*m_problem, TextSize::Small);
    m_problem->hide();
    const Qt::Alignment top = m_field.type == FieldInfo::Type::Document ? Qt::AlignTop : Qt::AlignVCenter;
    grid->addWidget(m_label, 0, 0, top);
    grid->addLayout(row, 0, 1);
    grid->addWidget(m_problem, 1, 1);
    grid->addWidget(m_help, 2, 1);
    grid->setColumnStretch(1, 1);
    const QString range = rangeText(m_field);
    m_control->setToolTip(shownToolTip(range.isEmpty() || m_field.type == FieldInfo::Type::Choice
                                           ? fromUtf8(m_field.key)
                                           : tr("%1: %2").arg(fromUtf8(m_field.key), range)));
}

QString FieldEditor::text() const {
    if (const auto* line = qobject_cast<const QLineEdit*>(m_control)) {
        const QString typed = line->text().trimmed();
        // An empty field is the preset its placeholder shows; a name and a list may be empty themselves.
        const bool number = m_field.type == FieldInfo::Type::Integer || m_field.type == FieldInfo::Type::Number;
        return typed.isEmpty() && number ? m_preset : m_field.type == FieldInfo::Type::Text ? line->text() : typed;
    }
    if (const auto* box = qobject_cast<const QCheckBox*>(m_control)) {
        return box->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    }
    if (const auto* combo = qobject_cast<const QComboBox*>(m_control)) {
        return combo->currentData().toString();
    }
    if (const auto* files = qobject_cast<const FileTable*>(m_control)) {
        return files->text();
    }
    return static_cast<const QPlainTextEdit*>(m_control)->toPlainText();
}

void FieldEditor::setText(const QString& text) {
    const QSignalBlocker quiet(m_control);
    if (auto* line = qobject_cast<QLineEdit*>(m_control)) {
        line->setText(text);
        line->setCursorPosition(0);
    } else if (auto* box = qobject_cast<QCheckBox*>(m_control)) {
        box->setChecked(text == QStringLiteral("true"));
    } else if (auto* combo = qobject_cast<QComboBox*>(m_control)) {
        // A value that is no choice (a spec from elsewhere) is shown as it is, and validated.
        if (combo->findData(text) < 0) {
            combo->addItem(shownText(text, 100), text);
        }
        combo->setCurrentIndex(combo->findData(text));
    } else if (auto* files = qobject_cast<FileTable*>(m_control)) {
        files->setText(text);
    } else {
        static_cast<QPlainTextEdit*>(m_control)->setPlainText(text);
    }
    showChanged();
}

void FieldEditor::setPreset(const QString& text, const QString& why) {
    m_preset = text;
    if (auto* line = qobject_cast<QLineEdit*>(m_control)) {
        line->setPlaceholderText(placeholder());
    }
    m_label->setToolTip(shownToolTip(why));
    showChanged();
}

QString FieldEditor::placeholder() const {
    if (!m_preset.isEmpty()) {
        return shownText(m_preset, 100);
    }
    return m_emptyText.isEmpty() ? tr("none") : m_emptyText;
}

bool FieldEditor::isChanged() const {
    return text() != m_preset;
}

void FieldEditor::showChanged() {
    if (m_putBack == nullptr) {
        return;
    }
    const bool changed = isChanged();
    m_putBack->setVisible(changed);
    m_putBack->setToolTip(shownToolTip(tr("Put back %1").arg(placeholder())));
    m_putBack->setAccessibleName(tr("Put back the value of the preset"));
    setTextSize(*m_label, TextSize::Body, changed);
}

void FieldEditor::setIssues(const std::vector<Issue>& issues) {
    QStringList sentences;
    bool error = false;
    for (const Issue& issue : issues) {
        sentences << translated(issue);
        error = error || issue.severity == Issue::Severity::Error;
    }
    showProblem(sentences.join(u'\n'), error);
}

void FieldEditor::setProblem(const QString& sentence) {
    showProblem(sentence, true);
}

void FieldEditor::showProblem(const QString& text, bool error) {
    m_error = error && !text.isEmpty();
    m_problem->setPlainText(text);
    m_problem->setVisible(!text.isEmpty());
    setTone(*m_problem, error ? Tone::Error : Tone::Warning);
    markWrong(*m_control, m_error);
}

void FieldEditor::setLocked(bool locked) {
    m_control->setEnabled(!locked);
    m_putBack->setEnabled(!locked);
}

} // namespace halyard::views
