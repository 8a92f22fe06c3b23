// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

namespace halyard::views {

// A small read-only table of plain texts, as high as its rows. With numbers, columns from the second on are aligned right.
class ValueTable : public QTableWidget {
    Q_OBJECT

public:
    ValueTable(const QStringList& titles, bool numbers, QWidget* parent = nullptr);
    void setRow(int row, const QStringList& texts);
    void fitHeight(int mostRows = 8);

private:
    bool m_numbers;
};

} // namespace halyard::views
