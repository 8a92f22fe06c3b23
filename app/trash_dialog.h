// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;

namespace halyard::app {

// Moving a run to the trash takes its name, typed.
class TrashDialog : public QDialog {
    Q_OBJECT

public:
    TrashDialog(const QString& run, QWidget* parent);
    [[nodiscard]] QString typed() const;

private:
    QLineEdit* m_name = nullptr;
};

} // namespace halyard::app
