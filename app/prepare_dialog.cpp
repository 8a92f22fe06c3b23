// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/prepare_dialog.h"

#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
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
    QLayout* const heldOut = buildHeldOut(wish.heldOutName);
    form->addRow(tr("Held-out text"), heldOut);
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

// A share of the documents for measuring, which no run is trained on.
QLayout* PrepareDialog::buildHeldOut(const QString& name) {
    m_setAside = new QCheckBox(tr("Set aside"), m_choices);
    m_setAside->setObjectName(QStringLiteral("setAside"));
    m_setAside->setChecked(!name.isEmpty());
    m_setAside->setToolTip(tr("Documents to measure the loss on; no run is trained on them. Equal texts stay together."));
    m_share = new QDoubleSpinBox(m_choices);
    m_share->setRange(0.01, 50);
    m_share->setDecimals(2);
    m_share->setValue(1);
    m_share->setSuffix(tr(" %"));
    m_share->setAccessibleName(tr("Share of the documents"));
    m_heldOut = new QLineEdit(name.isEmpty() ? QStringLiteral("held_out") : name, m_choices);
    m_heldOut->setMaxLength(100);
    m_heldOut->setAccessibleName(tr("Name of the held-out text"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_setAside);
    row->addWidget(m_share);
    row->addWidget(new views::PlainLabel(tr("of the documents as"), m_choices));
    row->addWidget(m_heldOut, 1);
    const auto enable = [this] {
        m_share->setEnabled(m_setAside->isChecked());
        m_heldOut->setEnabled(m_setAside->isChecked());
    };
    enable();
    connect(m_setAside, &QCheckBox::toggled, this, [this, enable] {
        enable();
        check();
    });
    connect(m_heldOut, &QLineEdit::textChanged, this, &PrepareDialog::check);
    return row;
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
    Json out = {{"tokenizer", views::toUtf8(m_tokenizer->currentText().trimmed())},
                {"inputs", inputs},
                {"out", views::toUtf8(m_name->text().trimmed())},
                {"packing", "stream"},
                {"block", m_block->value()}};
    if (m_setAside->isChecked()) {
        out["held_out"] = views::toUtf8(QString::number(m_share->value() / 100));
        out["held_out_out"] = views::toUtf8(m_heldOut->text().trimmed());
    }
    return out;
}

QString PrepareDialog::missing() const {
    const auto isName = [](const QString& name) { return !name.isEmpty() && !name.startsWith(u'.') && !name.contains(u'/'); };
    const QString tokenizer = m_tokenizer->currentText().trimmed();
    const QString name = m_name->text().trimmed();
    const QString heldOut = m_heldOut->text().trimmed();
    if (m_files->count() == 0) {
        return tr("Add the text to prepare.");
    }
    if (!QFileInfo(QDir(m_project), tokenizer + QStringLiteral("/tokenizer.json")).isFile()) {
        return tokenizer.isEmpty() ? tr("Choose the folder of the model whose tokenizer is used.")
                                   : tr("There is no tokenizer.json in %1.").arg(views::shownText(tokenizer, 300));
    }
    if (!isName(name) || (m_setAside->isChecked() && !isName(heldOut))) {
        return tr("Give the prepared text a name without \"/\".");
    }
    if (m_setAside->isChecked() && heldOut == name) {
        return tr("Give the held-out text another name.");
    }
    if (m_setAside->isChecked() && m_files->count() == 1 && m_files->item(0)->data(Qt::UserRole).toString().endsWith(QStringLiteral(".txt"))) {
        return tr("One .txt file is one document, and nothing can be set aside of it. Add more text, or set nothing aside.");
    }
    return {};
}

// What is missing is said before one asks for it.
void PrepareDialog::check() {
    const QString missing = this->missing();
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
    const QString below = m_project + QStringLiteral("/data/");
    Q_EMIT prepared(below + m_name->text().trimmed(), m_setAside->isChecked() ? below + m_heldOut->text().trimmed() : QString());
}

// Closing while it works ends the work first.
void PrepareDialog::reject() {
    if (m_working) {
        Q_EMIT cancelRequested();
    }
    QDialog::reject();
}

} // namespace halyard::app
