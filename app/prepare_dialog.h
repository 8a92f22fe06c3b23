// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace halyard::views {
class PlainLabel;
}

namespace halyard::app {

// Text of the user's own becomes tokens: which files, whose tokenizer, what the prepared data is called.
class PrepareDialog : public QDialog {
    Q_OBJECT

public:
    // tokenizers: folders that have one; project: where the file dialogs begin.
    PrepareDialog(const QStringList& tokenizers, QString project, QWidget* parent);

    void addFiles(const QStringList& paths);
    void setWorking(const QString& line); // while it is being prepared
    void setFailed(const QString& sentence);
    void setDone(const QString& sentence);

Q_SIGNALS:
    void prepareRequested(const halyard::Json& arguments); // of the job "prepare"
    void cancelRequested();                                // of one under way

protected:
    void reject() override;

private:
    void build(const QStringList& tokenizers);
    void check();
    void ask(bool folder, const QString& title, std::function<void(const QStringList&)> take);
    [[nodiscard]] Json arguments() const;

    QString m_project;
    QListWidget* m_files = nullptr;
    QComboBox* m_tokenizer = nullptr;
    QLineEdit* m_name = nullptr;
    QSpinBox* m_block = nullptr;
    views::PlainLabel* m_state = nullptr;
    QPushButton* m_prepare = nullptr;
    QWidget* m_choices = nullptr;
    bool m_working = false;
};

} // namespace halyard::app
