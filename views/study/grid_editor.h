// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/study/grid_draft.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace halyard::views {

class AxisTable;
class PlainLabel;

// A grid that can be begun with.
struct ShippedGrid {
    QString name;
    QString question;
    QString text;
};

// What a grid comes to, or what is wrong with it.
struct GridPlan {
    QString summary;    // "12 cells of 54 different runs; 7.6 M training tokens, …"
    QStringList cells;  // "rope with, seed 1: align-1, distil-1"
    QStringList settings; // keys that an axis may set
    QString problem;    // one sentence, translated; empty: it can be created
};

// A grid before it runs: its name, question and axes as a form, the whole of it as text, and what it comes to. Both sides show
// the same text.
class GridEditor : public QWidget {
    Q_OBJECT

public:
    explicit GridEditor(QWidget* parent = nullptr);
    void setShipped(const std::vector<ShippedGrid>& grids);
    void setText(const QString& text); // can be undone
    [[nodiscard]] QString text() const;
    void setPlan(const GridPlan& plan);
    // What the agent says while and after it creates the run; creating: the button waits.
    void setCreating(bool creating, const QString& words = {});
    void setRefusal(const QString& sentence);
    void setUsable(bool usable); // a project that is only read takes no run
    [[nodiscard]] AxisTable& axes() { return *m_axes; }

Q_SIGNALS:
    void edited(); // soon after the text changed
    void openRequested();
    void saveRequested();
    void createRequested();

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeForm();
    [[nodiscard]] QWidget* makeText();
    [[nodiscard]] QWidget* makeFooter();
    void fillForm();
    // Changes the text by way of its form; nothing while the text is no JSON.
    void change(const std::function<void(GridDraft& draft)>& how);
    void showButton();

    std::vector<ShippedGrid> m_shipped;
    GridPlan m_plan;
    bool m_creating = false;
    bool m_usable = true;
    bool m_filling = false;
    QTimer m_edited;
    QComboBox* m_begin = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_question = nullptr;
    AxisTable* m_axes = nullptr;
    PlainLabel* m_summary = nullptr;
    QListWidget* m_cells = nullptr;
    QPlainTextEdit* m_text = nullptr;
    PlainLabel* m_words = nullptr;
    QPushButton* m_create = nullptr;
};

} // namespace halyard::views
