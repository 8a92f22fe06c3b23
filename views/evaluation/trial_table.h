// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/evaluation/evaluation_results.h"

#include <QWidget>

class QTableWidget;

namespace halyard::views {

class PlainLabel;

// Questions with what was expected and what was answered, as plain text, wrong answers first; a row says itself in full
// below the table.
class TrialTable : public QWidget {
    Q_OBJECT

public:
    explicit TrialTable(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    // A sentence in the place of the table: that they are being read, or why they cannot be.
    void setNote(const QString& sentence);
    void setTrials(std::vector<EvaluationTrial> trials);
    [[nodiscard]] QTableWidget& table() { return *m_table; }

private:
    void showRow(int row);

    PlainLabel* m_title = nullptr;
    PlainLabel* m_note = nullptr;
    QTableWidget* m_table = nullptr;
    PlainLabel* m_whole = nullptr;
    std::vector<EvaluationTrial> m_trials;
};

} // namespace halyard::views
