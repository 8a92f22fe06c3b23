// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/value_table.h"

#include "views/text/plain_text.h"

#include <QHeaderView>

#include <algorithm>

namespace halyard::views {

ValueTable::ValueTable(const QStringList& titles, bool numbers, QWidget* parent)
    : QTableWidget(0, static_cast<int>(titles.size()), parent), m_numbers(numbers) {
    setEditTriggers(NoEditTriggers);
    setSelectionMode(NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setShowGrid(false);
    setWordWrap(true);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(m_numbers ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    // Narrower columns have more lines.
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] { fitHeight(m_mostRows); });
    for (int column = 0; column < columnCount(); ++column) {
        auto* item = new QTableWidgetItem(titles[column]);
        const bool right = m_numbers && column > 0;
        item->setTextAlignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        setHorizontalHeaderItem(column, item);
    }
}

void ValueTable::setRow(int row, const QStringList& texts) {
    setRowCount(std::max(rowCount(), row + 1));
    for (int column = 0; column < columnCount(); ++column) {
        const QString text = column < texts.size() ? texts[column] : QString();
        auto* item = new QTableWidgetItem(shownText(text, 300, false));
        const bool right = m_numbers && column > 0;
        item->setTextAlignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        item->setToolTip(shownToolTip(text));
        setItem(row, column, item);
    }
}

void ValueTable::fitHeight(int mostRows) {
    m_mostRows = mostRows;
    resizeRowsToContents();
    int height = 0;
    for (int row = 0; row < rowCount(); ++row) {
        height += rowHeight(row);
    }
    const int most = mostRows * verticalHeader()->defaultSectionSize();
    setFixedHeight(horizontalHeader()->sizeHint().height() + std::min(height, most) + 6);
}

} // namespace halyard::views
