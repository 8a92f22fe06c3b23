// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/grid_table.h"

#include <QWidget>

class QTreeWidget;
class QTreeWidgetItem;

namespace halyard::views {

// The rows of a study, mean and deviation of each measure, and below each row its cells (seeds). A cell opens the run behind
// the figure that is double-clicked, or any of its runs from its menu.
class GridResults : public QWidget {
    Q_OBJECT

public:
    explicit GridResults(QWidget* parent = nullptr);
    void setTable(const GridTable& table);
    // label: labelOf() of a row.
    void showRow(const QString& label);
    [[nodiscard]] QTreeWidget& list() { return *m_list; }

Q_SIGNALS:
    void runOpened(const QString& child); // of the study

private:
    void setHeadings();
    void fillRow(QTreeWidgetItem& item, const GridRow& row);
    void fillCell(QTreeWidgetItem& item, const GridTableCell& cell);
    void showState(QTreeWidgetItem& item, const std::string& state) const;
    void open(QTreeWidgetItem& item, int column);
    void showMenu(QPoint at);
    // The cell of an item: itself, or the only one of a row.
    [[nodiscard]] const GridTableCell* cellOf(const QTreeWidgetItem& item) const;
    [[nodiscard]] QString repetitionOf(const GridTableCell& cell) const;
    // Columns of the list: the axes, how many cells are done, which layers they keep (where a selection says it), figures.
    [[nodiscard]] int stateColumn() const;
    [[nodiscard]] int firstFigure() const;

    GridTable m_table;
    QTreeWidget* m_list = nullptr;
};

} // namespace halyard::views
