// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/trash_dialog.h"

#include "views/text/plain_label.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace halyard::app {

TrashDialog::TrashDialog(const QString& run, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Move the run to the trash"));
    setMinimumWidth(460);
    auto* layout = new QVBoxLayout(this);
    auto* text = new views::PlainLabel(this);
    text->setWordWrap(true);
    text->setPlainText(tr("The folder of %1, with its checkpoints, moves to trash/ of the project. Type the name of the run to go on.").arg(run));
    layout->addWidget(text);
    m_name = new QLineEdit(this);
    m_name->setAccessibleName(tr("Name of the run"));
    layout->addWidget(m_name);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* const move = buttons->addButton(tr("Move to the trash"), QDialogButtonBox::AcceptRole);
    move->setEnabled(false);
    layout->addWidget(buttons);
    connect(m_name, &QLineEdit::textChanged, move, [move, run](const QString& typed) { move->setEnabled(typed == run); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString TrashDialog::typed() const {
    return m_name->text();
}

} // namespace halyard::app
