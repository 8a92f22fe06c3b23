// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/wizards/inputs_form.h"

#include "views/text/message_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/wizards/path_list.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>

#include <algorithm>
#include <iterator>

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
    if (role == "model") {
        return InputsForm::tr("Models");
    }
    if (role == "selection") {
        return InputsForm::tr("Selection");
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
    if (role == "model") {
        return InputsForm::tr("What is measured: runs, their checkpoints, exports, or other model folders.");
    }
    if (role == "selection") {
        return InputsForm::tr("A file that says which layers keep attention; then leave their list empty.");
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
    if (role == "model") {
        addList(row, at);
    } else {
        addBox(row, at);
    }
    row.problem = new PlainLabel(this);
    row.problem->setWordWrap(true);
    setTextSize(*row.problem, TextSize::Small);
    row.problem->hide();
    auto* help = new PlainLabel(this);
    help->setWordWrap(true);
    help->setPlainText(roleHelp(role));
    setTextSize(*help, TextSize::Small);
    setTone(*help, Tone::Muted);
    grid->addWidget(row.problem, at + 1, 1, 1, 3);
    grid->addWidget(help, at + 2, 1, 1, 3);
    grid->setRowMinimumHeight(at + 3, kGrid);
    m_rows.push_back(row);
}

void InputsForm::addBox(Row& row, int at) {
    auto* grid = static_cast<QGridLayout*>(layout());
    row.box = new QComboBox(this);
    row.box->setObjectName(QStringLiteral("input-") + fromUtf8(row.role));
    row.box->setEditable(true);
    row.box->setInsertPolicy(QComboBox::NoInsert);
    row.box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.box->setMinimumContentsLength(20);
    row.box->lineEdit()->setMaxLength(5000);
    row.box->setAccessibleName(roleText(row.role));
    row.label->setBuddy(row.box);
    grid->addWidget(row.label, at, 0);
    grid->addWidget(row.box, at, 1);
    addButtons(row.role, at);
    connect(row.box, &QComboBox::editTextChanged, this, [this] { Q_EMIT edited(); });
    // A choice shows its title in the list and its path in the field.
    connect(row.box, &QComboBox::activated, this, [box = row.box](int index) {
        if (const QString path = box->itemData(index).toString(); !path.isEmpty()) {
            box->setEditText(path);
        }
    });
}

void InputsForm::addList(Row& row, int at) {
    auto* grid = static_cast<QGridLayout*>(layout());
    row.list = new PathList(fromUtf8(row.role), roleText(row.role), this);
    grid->addWidget(row.label, at, 0, Qt::AlignTop);
    grid->addWidget(row.list, at, 1, 1, 3);
    connect(row.list, &PathList::edited, this, &InputsForm::edited);
    connect(row.list, &PathList::browseRequested, this, [this, role = row.role](const QString& from) { Q_EMIT browseRequested(role, from); });
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
    if (wanted->list != nullptr) {
        wanted->list->setChoices(choices);
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
        const QString text = required ? tr("needed") : tr("none");
        if (wanted->list != nullptr) {
            wanted->list->setPlaceholder(text);
        } else {
            wanted->box->lineEdit()->setPlaceholderText(text);
        }
    }
}

void InputsForm::setSpec(const RunSpec& spec) {
    for (Row& each : m_rows) {
        if (each.list != nullptr) {
            QStringList paths;
            for (const RunInput& input : spec.inputs) {
                if (input.role == each.role) {
                    paths << fromUtf8(input.path);
                }
            }
            const QSignalBlocker quiet(each.list);
            each.list->setPaths(paths);
            continue;
        }
        const RunInput* input = spec.input(each.role);
        const QSignalBlocker quiet(each.box);
        each.box->setEditText(input == nullptr ? QString() : fromUtf8(input->path));
        each.box->lineEdit()->setCursorPosition(0);
    }
}

void InputsForm::setPath(const std::string& role, const QString& path) {
    if (Row* wanted = row(role)) {
        if (wanted->list != nullptr) {
            wanted->list->setBrowsed(path);
        } else {
            wanted->box->setEditText(path);
        }
    }
}

QString InputsForm::path(const std::string& role) const {
    const Row* wanted = row(role);
    if (wanted == nullptr) {
        return {};
    }
    return wanted->list != nullptr ? wanted->list->paths().value(0) : wanted->box->currentText();
}

// Inputs that stay keep their step and hash.
void InputsForm::applyList(const Row& row, RunSpec& spec) {
    std::vector<RunInput> before;
    std::copy_if(spec.inputs.begin(), spec.inputs.end(), std::back_inserter(before), [&](const RunInput& input) { return input.role == row.role; });
    const QStringList paths = row.list->paths();
    bool isSame = static_cast<std::size_t>(paths.size()) == before.size();
    for (std::size_t i = 0; isSame && i < before.size(); ++i) {
        isSame = toUtf8(paths[static_cast<qsizetype>(i)]) == before[i].path;
    }
    if (isSame) {
        return;
    }
    std::erase_if(spec.inputs, [&](const RunInput& input) { return input.role == row.role; });
    for (const QString& path : paths) {
        const auto known = std::find_if(before.begin(), before.end(), [&](const RunInput& input) { return input.path == toUtf8(path); });
        spec.inputs.push_back(known != before.end() ? *known : RunInput{row.role, toUtf8(path), std::nullopt, ""});
    }
}

void InputsForm::apply(RunSpec& spec) const {
    for (const Row& each : m_rows) {
        if (each.list != nullptr) {
            applyList(each, spec);
            continue;
        }
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
        showIssues(each, spec, issues);
    }
}

// "/inputs/2/path" is about the third input; "/inputs" about the role its sentence names.
void InputsForm::showIssues(Row& row, const RunSpec& spec, const std::vector<Issue>& issues) {
    QStringList sentences; // of the role; of a list also those of each path
    QStringList ofPaths;
    row.error = false;
    bool pathError = false;
    for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
        QStringList own;
        for (const Issue& issue : issues) {
            if (spec.inputs[i].role == row.role && issue.path.starts_with("/inputs/" + std::to_string(i) + "/")) {
                own << translated(issue);
                pathError = pathError || issue.severity == Issue::Severity::Error;
            }
        }
        if (spec.inputs[i].role == row.role) {
            (row.list != nullptr ? ofPaths : sentences) << own.join(u'\n');
        }
    }
    row.error = pathError;
    for (const Issue& issue : issues) {
        for (const auto& [name, value] : issue.message.arguments) {
            if (issue.path == "/inputs" && name == "role" && value == row.role) {
                sentences << translated(issue);
                row.error = row.error || issue.severity == Issue::Severity::Error;
            }
        }
    }
    sentences.removeAll(QString());
    row.problem->setPlainText(sentences.join(u'\n'));
    row.problem->setVisible(!sentences.isEmpty());
    setTone(*row.problem, row.error ? Tone::Error : Tone::Warning);
    if (row.list != nullptr) {
        row.list->setProblems(ofPaths, pathError);
        return;
    }
    row.box->setProperty("wrong", row.error);
    row.box->style()->unpolish(row.box);
    row.box->style()->polish(row.box);
}

bool InputsForm::hasError() const {
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& r) { return r.error; });
}

void InputsForm::focusFirstError() {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [](const Row& r) { return r.error; });
    if (found != m_rows.end()) {
        if (found->list != nullptr) {
            found->list->focusFirst();
        } else {
            found->box->setFocus(Qt::OtherFocusReason);
        }
    }
}

} // namespace halyard::views
