// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/evaluation/evaluation_results.h"

#include <QWidget>

class QPushButton;
class QTreeWidget;

namespace halyard::views {

class PlainLabel;

// What a run that measures has found, cell by cell, as they come.
class CellTable : public QWidget {
    Q_OBJECT

public:
    explicit CellTable(QWidget* parent = nullptr);
    void setResults(const EvaluationResults& results);
    // The page that draws them: "Open the length page"; empty: there is none.
    void setPageName(const QString& text);
    [[nodiscard]] QTreeWidget& list() { return *m_list; }

Q_SIGNALS:
    void pageRequested();

private:
    QPushButton* m_open = nullptr;
    PlainLabel* m_hint = nullptr;
    QTreeWidget* m_list = nullptr;
};

// "96 % (91 – 98 %) of 125", "1.832 nats a token", "3.1 ms a token, 412 MB", "out of memory"
[[nodiscard]] QString resultText(const EvaluationCell& cell);

} // namespace halyard::views
