// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/forms/file_table.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kTaskWidth = 170;

QStringList knownTasks() {
    return {QStringLiteral("hellaswag"), QStringLiteral("arc_easy"), QStringLiteral("arc_challenge"), QStringLiteral("piqa"),
            QStringLiteral("winogrande"), QStringLiteral("choices"), QStringLiteral("recall")};
}

} // namespace

FileTable::FileTable(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(kGrid / 2);
    layout->addLayout(m_rows);
    auto* add = new QPushButton(lineIcon(QStringLiteral("add")), tr("Add a task"), this);
    add->setObjectName(QStringLiteral("addTask"));
    add->setAutoDefault(false);
    layout->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, this, [this] {
        const QStringList known = knownTasks();
        const auto free = std::find_if(known.begin(), known.end(), [this](const QString& task) {
            return std::none_of(m_lines.begin(), m_lines.end(), [&](const Line& line) { return line.task->currentText() == task; });
        });
        addLine(free == known.end() ? QString() : *free, {});
        m_lines.back().file->setFocus(Qt::OtherFocusReason);
        Q_EMIT edited();
    });
    setFocusProxy(add);
}

void FileTable::addLine(const QString& task, const QString& file) {
    Line line;
    line.whole = new QWidget(this);
    auto* row = new QHBoxLayout(line.whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    line.task = new QComboBox(line.whole);
    line.task->setEditable(true);
    line.task->setInsertPolicy(QComboBox::NoInsert);
    line.task->addItems(knownTasks());
    line.task->setFixedWidth(kTaskWidth);
    line.task->setEditText(task);
    line.task->lineEdit()->setMaxLength(200);
    line.task->setAccessibleName(tr("Task"));
    row->addWidget(line.task);
    line.file = new QLineEdit(file, line.whole);
    line.file->setMaxLength(5000);
    line.file->setPlaceholderText(tr("a file of items"));
    line.file->setAccessibleName(tr("File"));
    row->addWidget(line.file, 1);
    auto* browse = new QPushButton(lineIcon(QStringLiteral("folder")), tr("Browse…"), line.whole);
    browse->setAutoDefault(false);
    row->addWidget(browse);
    auto* remove = new QToolButton(line.whole);
    remove->setIcon(lineIcon(QStringLiteral("close")));
    remove->setToolTip(tr("Take this task away"));
    remove->setAccessibleName(remove->toolTip());
    row->addWidget(remove);
    m_rows->addWidget(line.whole);
    connect(line.task, &QComboBox::editTextChanged, this, &FileTable::edited);
    connect(line.file, &QLineEdit::textEdited, this, &FileTable::edited);
    connect(browse, &QPushButton::clicked, this, [this, field = line.file] {
        m_asked = field;
        Q_EMIT browseRequested(field->text());
    });
    connect(remove, &QToolButton::clicked, this, [this, whole = line.whole] {
        removeLine(whole);
        Q_EMIT edited();
    });
    m_lines.push_back(line);
}

void FileTable::removeLine(const QWidget* whole) {
    const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& line) { return line.whole == whole; });
    if (found == m_lines.end()) {
        return;
    }
    m_asked = m_asked == found->file ? nullptr : m_asked;
    found->whole->hide();
    found->whole->deleteLater();
    m_lines.erase(found);
}

QString FileTable::text() const {
    Json files = Json::object();
    for (const Line& line : m_lines) {
        const QString task = line.task->currentText().trimmed();
        if (!task.isEmpty()) {
            files[toUtf8(task)] = toUtf8(line.file->text());
        }
    }
    return files.empty() ? QStringLiteral("{}") : fromUtf8(files.dump(2, ' ', false, Json::error_handler_t::replace));
}

void FileTable::setText(const QString& json) {
    if (json == text()) {
        return; // a line that is still being written stays
    }
    while (!m_lines.empty()) {
        removeLine(m_lines.back().whole);
    }
    try {
        const Json files = parseJson(toUtf8(json), "eval.files");
        for (auto each = files.begin(); files.is_object() && each != files.end(); ++each) {
            const std::string& task = each.key();
            const Json& file = each.value();
            addLine(fromUtf8(task), file.is_string() ? fromUtf8(file.get_ref<const std::string&>()) : QString());
        }
    } catch (const Error&) {
        // Said at the field, by who reads the setting.
    }
}

void FileTable::setBrowsed(const QString& path) {
    if (m_asked != nullptr) {
        m_asked->setText(path);
        Q_EMIT edited();
    }
}

} // namespace halyard::views
