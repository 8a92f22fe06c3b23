// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/wizards/inputs_form.h"

#include "views/text/message_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kLabelWidth = 190;

QString roleText(const std::string& role) {
    if (role == "teacher") {
        return InputsForm::tr("Teacher");
    }
    if (role == "student") {
        return InputsForm::tr("Student from");
    }
    if (role == "start") {
        return InputsForm::tr("Start from");
    }
    if (role == "data") {
        return InputsForm::tr("Training text");
    }
    if (role == "held_out") {
        return InputsForm::tr("Held-out text");
    }
    return role == "tokenizer" ? InputsForm::tr("Tokenizer") : fromUtf8(role);
}

QString roleHelp(const std::string& role) {
    if (role == "teacher") {
        return InputsForm::tr("A model folder with config.json and weights.");
    }
    if (role == "student") {
        return InputsForm::tr("The run whose student goes on, one of its checkpoints, or a model folder.");
    }
    if (role == "start") {
        return InputsForm::tr("A model whose weights training begins with, instead of random ones; then leave the configuration below empty.");
    }
    if (role == "data") {
        return InputsForm::tr("Text that was turned into tokens: prepare files of yours, or choose a folder that \"halyard data prepare\" made.");
    }
    if (role == "held_out") {
        return InputsForm::tr("Prepared text that is never trained on; the loss on it is measured now and then.");
    }
    return InputsForm::tr("A folder with tokenizer.json; the teacher's when empty.");
}

} // namespace

InputsForm::InputsForm(const std::vector<std::string>& roles, QWidget* parent) : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGrid);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    m_rows.reserve(roles.size());
    for (std::size_t i = 0; i < roles.size(); ++i) {
        addRow(roles[i], static_cast<int>(i) * 4);
    }
}

void InputsForm::addRow(const std::string& role, int at) {
    auto* grid = static_cast<QGridLayout*>(layout());
    Row row;
    row.role = role;
    row.label = new PlainLabel(roleText(role), this);
    row.label->setFixedWidth(kLabelWidth);
    row.box = new QComboBox(this);
    row.box->setObjectName(QStringLiteral("input-") + fromUtf8(role));
    row.box->setEditable(true);
    row.box->setInsertPolicy(QComboBox::NoInsert);
    row.box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.box->setMinimumContentsLength(20);
    row.box->lineEdit()->setMaxLength(5000);
    row.box->setAccessibleName(roleText(role));
    row.label->setBuddy(row.box);
    row.problem = new PlainLabel(this);
    row.problem->setWordWrap(true);
    setTextSize(*row.problem, TextSize::Small);
    row.problem->hide();
    auto* help = new PlainLabel(this);
    help->setWordWrap(true);
    help->setPlainText(roleHelp(role));
    setTextSize(*help, TextSize::Small);
    setTone(*help, Tone::Muted);
    grid->addWidget(row.label, at, 0);
    grid->addWidget(row.box, at, 1);
    addButtons(role, at);
    grid->addWidget(row.problem, at + 1, 1, 1, 3);
    grid->addWidget(help, at + 2, 1, 1, 3);
    grid->setRowMinimumHeight(at + 3, kGrid);
    connect(row.box, &QComboBox::editTextChanged, this, [this] { Q_EMIT edited(); });
    // A choice shows its title in the list and its path in the field.
    connect(row.box, &QComboBox::activated, this, [box = row.box](int index) {
        if (const QString path = box->itemData(index).toString(); !path.isEmpty()) {
            box->setEditText(path);
        }
    });
    m_rows.push_back(row);
}

// None takes Enter from the field before it.
void InputsForm::addButtons(const std::string& role, int at) {
    auto* grid = static_cast<QGridLayout*>(layout());
    const bool isText = role == "data" || role == "held_out";
    if (isText) {
        auto* prepare = new QPushButton(lineIcon(QStringLiteral("add")), tr("Prepare text…"), this);
        prepare->setObjectName(QStringLiteral("prepare-") + fromUtf8(role));
        prepare->setAutoDefault(false);
        grid->addWidget(prepare, at, 2);
        connect(prepare, &QPushButton::clicked, this, [this, role] { Q_EMIT prepareRequested(role); });
    }
    auto* browse = new QPushButton(lineIcon(QStringLiteral("folder")), tr("Browse…"), this);
    browse->setIconSize(QSize(16, 16));
    browse->setAutoDefault(false);
    grid->addWidget(browse, at, 3);
    connect(browse, &QPushButton::clicked, this, [this, role] { Q_EMIT browseRequested(role, path(role)); });
}

const InputsForm::Row* InputsForm::row(const std::string& role) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.role == role; });
    return found == m_rows.end() ? nullptr : &*found;
}

InputsForm::Row* InputsForm::row(const std::string& role) {
    return const_cast<Row*>(static_cast<const InputsForm*>(this)->row(role));
}

void InputsForm::setChoices(const std::string& role, const std::vector<InputChoice>& choices) {
    Row* wanted = row(role);
    if (wanted == nullptr) {
        return;
    }
    const QSignalBlocker quiet(wanted->box);
    const QString typed = wanted->box->currentText();
    wanted->box->clear();
    for (const InputChoice& choice : choices) {
        wanted->box->addItem(shownText(choice.title, 200), choice.path);
    }
    wanted->box->setEditText(typed);
}

void InputsForm::setRequired(const std::string& role, bool required) {
    if (Row* wanted = row(role)) {
        wanted->box->lineEdit()->setPlaceholderText(required ? tr("needed") : tr("none"));
    }
}

void InputsForm::setSpec(const RunSpec& spec) {
    for (Row& each : m_rows) {
        const RunInput* input = spec.input(each.role);
        const QSignalBlocker quiet(each.box);
        each.box->setEditText(input == nullptr ? QString() : fromUtf8(input->path));
        each.box->lineEdit()->setCursorPosition(0);
    }
}

void InputsForm::setPath(const std::string& role, const QString& path) {
    if (Row* wanted = row(role)) {
        wanted->box->setEditText(path);
    }
}

QString InputsForm::path(const std::string& role) const {
    const Row* wanted = row(role);
    return wanted == nullptr ? QString() : wanted->box->currentText();
}

void InputsForm::apply(RunSpec& spec) const {
    for (const Row& each : m_rows) {
        const std::string path = toUtf8(each.box->currentText());
        const auto known = std::find_if(spec.inputs.begin(), spec.inputs.end(),
                                        [&](const RunInput& input) { return input.role == each.role; });
        if (path.empty() && known != spec.inputs.end()) {
            spec.inputs.erase(known);
        } else if (!path.empty() && known == spec.inputs.end()) {
            spec.inputs.push_back({each.role, path, std::nullopt, ""});
        } else if (!path.empty() && known->path != path) {
            *known = {each.role, path, std::nullopt, ""};
        }
    }
}

void InputsForm::setIssues(const RunSpec& spec, const std::vector<Issue>& issues) {
    for (Row& each : m_rows) {
        QStringList sentences;
        bool error = false;
        for (const Issue& issue : issues) {
            // "/inputs/2/path" is about the third input; "/inputs" about the role its sentence names.
            bool own = false;
            for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
                own = own || (spec.inputs[i].role == each.role && issue.path.starts_with("/inputs/" + std::to_string(i) + "/"));
            }
            for (const auto& [name, value] : issue.message.arguments) {
                own = own || (issue.path == "/inputs" && name == "role" && value == each.role);
            }
            if (own) {
                sentences << translated(issue);
                error = error || issue.severity == Issue::Severity::Error;
            }
        }
        each.error = error;
        each.problem->setPlainText(sentences.join(u'\n'));
        each.problem->setVisible(!sentences.isEmpty());
        setTone(*each.problem, error ? Tone::Error : Tone::Warning);
        each.box->setProperty("wrong", error);
        each.box->style()->unpolish(each.box);
        each.box->style()->polish(each.box);
    }
}

bool InputsForm::hasError() const {
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& r) { return r.error; });
}

void InputsForm::focusFirstError() {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [](const Row& r) { return r.error; });
    if (found != m_rows.end()) {
        found->box->setFocus(Qt::OtherFocusReason);
    }
}

} // namespace halyard::views
