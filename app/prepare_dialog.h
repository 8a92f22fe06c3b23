// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace halyard::views {
class PlainLabel;
}

namespace halyard::app {

// What a dialog for preparing text begins with.
struct PrepareWish {
    QStringList tokenizers{}; // folders that have one, the likeliest first
    QString name = QStringLiteral("train");
    QString heldOutName = QStringLiteral("held_out"); // for what is set aside; empty: nothing is, unless it is asked for
    int block = 512; // tokens of a sequence
};

// Text of the user's own becomes tokens: which files, whose tokenizer, what the prepared data is called.
class PrepareDialog : public QDialog {
    Q_OBJECT

public:
    // project: where the file dialogs begin, and below whose data/ the tokens will lie.
    PrepareDialog(const PrepareWish& wish, QString project, QWidget* parent);

    void addFiles(const QStringList& paths);
    void setWorking(const QString& line); // while it is being prepared
    void setFailed(const QString& sentence);
    void setDone(const QString& sentence); // emits prepared()

Q_SIGNALS:
    void prepareRequested(const halyard::Json& arguments); // of the job "prepare"
    void cancelRequested();                                // of one under way
    void prepared(const QString& folder, const QString& heldOut); // heldOut empty: nothing was set aside

protected:
    void reject() override;

private:
    void build(const PrepareWish& wish);
    [[nodiscard]] QLayout* buildFiles();
    [[nodiscard]] QLayout* buildTokenizer(const QStringList& folders);
    [[nodiscard]] QLayout* buildHeldOut(const QString& name);
    [[nodiscard]] QString missing() const;
    void check();
    void ask(bool folder, const QString& title, std::function<void(const QStringList&)> take);
    [[nodiscard]] Json arguments() const;

    QString m_project;
    QListWidget* m_files = nullptr;
    QComboBox* m_tokenizer = nullptr;
    QLineEdit* m_name = nullptr;
    QSpinBox* m_block = nullptr;
    QCheckBox* m_setAside = nullptr;
    QDoubleSpinBox* m_share = nullptr;
    QLineEdit* m_heldOut = nullptr;
    views::PlainLabel* m_state = nullptr;
    QPushButton* m_prepare = nullptr;
    QPushButton* m_close = nullptr;
    QWidget* m_choices = nullptr;
    bool m_working = false;
};

} // namespace halyard::app
