// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/prepare_dialog.h"

#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace halyard::app {

namespace {

constexpr int kMostBlock = 1 << 20;

} // namespace

PrepareDialog::PrepareDialog(const PrepareWish& wish, QString project, QWidget* parent)
    : QDialog(parent), m_project(std::move(project)) {
    setWindowTitle(tr("Prepare text"));
    resize(640, 460);
    build(wish);
    check();
}

void PrepareDialog::build(const PrepareWish& wish) {
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(views::kGrid);
    auto* about = new views::PlainLabel(this);
    about->setWordWrap(true);
    about->setPlainText(tr("Text files become tokens once, and runs read those: .txt (a document each), .jsonl (a document a line), or folders of them."));
    views::setTone(*about, views::Tone::Muted);
    layout->addWidget(about);
    m_choices = new QWidget(this);
    auto* form = new QFormLayout(m_choices);
    form->setContentsMargins(0, 0, 0, 0);
    QLayout* const files = buildFiles();
    form->addRow(tr("Text"), m_files);
    form->addRow({}, files);
    form->addRow(tr("Tokenizer"), buildTokenizer(wish.tokenizers));
    m_block = new QSpinBox(m_choices);
    m_block->setRange(2, kMostBlock);
    m_block->setValue(wish.block);
    m_block->setSuffix(tr(" tokens"));
    form->addRow(tr("Length of a sequence"), m_block);
    m_name = new QLineEdit(wish.name, m_choices);
    m_name->setMaxLength(100);
    form->addRow(tr("Name"), m_name);
    layout->addWidget(m_choices, 1);
    m_state = new views::PlainLabel(this);
    m_state->setWordWrap(true);
    layout->addWidget(m_state);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_close = buttons->button(QDialogButtonBox::Close);
    m_prepare = buttons->addButton(tr("Prepare"), QDialogButtonBox::ActionRole);
    m_prepare->setObjectName(QStringLiteral("prepare"));
    views::makePrimary(*m_prepare);
    layout->addWidget(buttons);
    connect(m_prepare, &QPushButton::clicked, this, [this] { Q_EMIT prepareRequested(arguments()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, &PrepareDialog::check);
    connect(m_tokenizer, &QComboBox::editTextChanged, this, &PrepareDialog::check);
}

// The list itself, and the buttons under it.
QLayout* PrepareDialog::buildFiles() {
    m_files = new QListWidget(m_choices);
    m_files->setAccessibleName(tr("Text"));
    m_files->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto* row = new QHBoxLayout;
    const auto button = [&](const QString& text, const char* icon, auto act) {
        auto* made = new QPushButton(views::lineIcon(QLatin1String(icon)), text, m_choices);
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, act);
        row->addWidget(made);
    };
    const auto add = [this](const QStringList& paths) { addFiles(paths); };
    button(tr("Add files…"), "add", [this, add] { ask(false, tr("Text files"), add); });
    button(tr("Add a folder…"), "folder", [this, add] { ask(true, tr("A folder of text files"), add); });
    button(tr("Remove"), "remove", [this] {
        qDeleteAll(m_files->selectedItems());
        check();
    });
    row->addStretch(1);
    return row;
}

QLayout* PrepareDialog::buildTokenizer(const QStringList& folders) {
    m_tokenizer = new QComboBox(m_choices);
    m_tokenizer->setEditable(true);
    m_tokenizer->addItems(folders);
    m_tokenizer->setAccessibleName(tr("Tokenizer"));
    m_tokenizer->setMinimumContentsLength(20);
    auto* row = new QHBoxLayout;
    row->addWidget(m_tokenizer, 1);
    auto* browse = new QPushButton(tr("Browse…"), m_choices);
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, [this] {
        ask(true, tr("The folder with tokenizer.json"), [this](const QStringList& paths) { m_tokenizer->setEditText(paths.value(0)); });
    });
    row->addWidget(browse);
    return row;
}

void PrepareDialog::ask(bool folder, const QString& title, std::function<void(const QStringList&)> take) {
    auto* dialog = new QFileDialog(this, title, m_project);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    if (!folder) {
        dialog->setNameFilter(tr("Text (%1)").arg(QStringLiteral("*.txt *.jsonl")));
    }
    connect(dialog, &QFileDialog::filesSelected, this, take);
    dialog->open();
}

void PrepareDialog::addFiles(const QStringList& paths) {
    for (const QString& path : paths) {
        auto* item = new QListWidgetItem(views::shownText(path), m_files);
        item->setData(Qt::UserRole, path);
    }
    check();
}

Json PrepareDialog::arguments() const {
    Json inputs = Json::array();
    for (int i = 0; i < m_files->count(); ++i) {
        inputs.push_back(views::toUtf8(m_files->item(i)->data(Qt::UserRole).toString()));
    }
    return {{"tokenizer", views::toUtf8(m_tokenizer->currentText().trimmed())},
            {"inputs", inputs},
            {"out", views::toUtf8(m_name->text().trimmed())},
            {"packing", "stream"},
            {"block", m_block->value()}};
}

// What is missing is said before one asks for it.
void PrepareDialog::check() {
    const QString tokenizer = m_tokenizer->currentText().trimmed();
    const QString name = m_name->text().trimmed();
    QString missing;
    if (m_files->count() == 0) {
        missing = tr("Add the text to prepare.");
    } else if (!QFileInfo(QDir(m_project), tokenizer + QStringLiteral("/tokenizer.json")).isFile()) {
        missing = tokenizer.isEmpty() ? tr("Choose the folder of the model whose tokenizer is used.")
                                      : tr("There is no tokenizer.json in %1.").arg(views::shownText(tokenizer, 300));
    } else if (name.isEmpty() || name.startsWith(u'.') || name.contains(u'/')) {
        missing = tr("Give the prepared text a name without \"/\".");
    }
    m_prepare->setEnabled(missing.isEmpty() && !m_working);
    m_close->setText(m_working ? tr("Cancel") : tr("Close"));
    views::setTone(*m_state, views::Tone::Muted);
    m_state->setPlainText(missing);
}

void PrepareDialog::setWorking(const QString& line) {
    m_working = true;
    m_choices->setEnabled(false);
    check();
    views::setTone(*m_state, views::Tone::Normal);
    m_state->setPlainText(line);
}

void PrepareDialog::setFailed(const QString& sentence) {
    m_working = false;
    m_choices->setEnabled(true);
    check();
    views::setTone(*m_state, views::Tone::Error);
    m_state->setPlainText(sentence);
}

void PrepareDialog::setDone(const QString& sentence) {
    setFailed({});
    views::setTone(*m_state, views::Tone::Success);
    m_state->setPlainText(sentence);
    Q_EMIT prepared(m_project + QStringLiteral("/data/") + m_name->text().trimmed());
}

// Closing while it works ends the work first.
void PrepareDialog::reject() {
    if (m_working) {
        Q_EMIT cancelRequested();
    }
    QDialog::reject();
}

} // namespace halyard::app
