// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

namespace halyard::views {

// A small read-only table of plain texts, as high as its rows; texts of several lines, and those wider than their
// column, make a row higher. With numbers, columns from the second on are aligned right and as wide as they need.
class ValueTable : public QTableWidget {
    Q_OBJECT

public:
    ValueTable(const QStringList& titles, bool numbers, QWidget* parent = nullptr);
    void setRow(int row, const QStringList& texts);
    // As high as its rows, at most as this many lines of text.
    void fitHeight(int mostRows = 8);

private:
    bool m_numbers;
    int m_mostRows = 8;
};

} // namespace halyard::views
