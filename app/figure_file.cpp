// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_file.h"

#include "app/places.h"
#include "core/base/error.h"
#include "views/text/plain_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>

namespace halyard::app {

void saveFigure(QWidget& page, const views::Figure& figure, std::function<void(const Message& why)> failed) {
    QString name = figure.name;
    name.replace(u'/', u'-');
    auto* dialog = new QFileDialog(&page, QCoreApplication::translate("halyard::app::FigureFile", "Save the figure"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(figure.suffix);
    dialog->selectFile(views::shownText(name, 80) + u'.' + figure.suffix);
    QObject::connect(dialog, &QFileDialog::fileSelected, &page, [bytes = figure.bytes, failed = std::move(failed)](const QString& path) {
        if (!keepFile(path, bytes)) {
            failed(Message(HALYARD_TEXT("{path} could not be written. Choose another folder."), {{"path", printable(path.toStdString())}}));
        }
    });
    dialog->open();
}

} // namespace halyard::app
