// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/grid_results.h"

#include "core/report/written.h"
#include "core/select/score/uncertainty.h"
#include "views/run/run_facts.h"
#include "views/study/study_words.h"
#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr int kPlace = Qt::UserRole; // of an item's cell in the table
constexpr int kState = kPlace + 2;
constexpr qsizetype kLongestLabel = 80;
constexpr int kRowsSeen = 8; // at least, without scrolling in the list

QString iconOf(const std::string& state) {
    return stateIcon(state == "waiting" ? RunState::New : runStateFromWord(state));
}

Tone toneOf(const std::string& state) {
    return stateTone(state == "waiting" ? RunState::New : runStateFromWord(state));
}

// "91.2 % of 400 answers, 95 % interval 88.0 % – 93.6 %"
QString intervalText(const StudyShare& share) {
    if (share.answers <= 0) {
        return {};
    }
    const Interval interval = wilsonInterval(share.right, share.answers);
    return GridResults::tr("%1 of %2 answers; Wilson's 95 % interval %3 – %4")
        .arg(figureText(share.right / share.answers, GridColumn::Unit::Share), countText(std::llround(share.answers)),
             figureText(interval.low, GridColumn::Unit::Share), figureText(interval.high, GridColumn::Unit::Share));
}

} // namespace

GridResults::GridResults(QWidget* parent) : QWidget(parent) {
    makeCard(*this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid / 2);
    auto* heading = new PlainLabel(tr("Results"), this);
    setTextSize(*heading, TextSize::Body, true);
    layout->addWidget(heading);
    auto* hint = new PlainLabel(tr("Mean and standard deviation over repetitions. Double-click a cell's figure for its run; the menu has all runs."), this);
    hint->setWordWrap(true);
    setTextSize(*hint, TextSize::Small);
    setTone(*hint, Tone::Muted);
    hint->setMinimumHeight(2 * hint->fontMetrics().height()); // a splitter asks nobody how high a text becomes that it makes narrow
    layout->addWidget(hint);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(QStringLiteral("grid"));
    m_list->setAccessibleName(heading->plainText());
    m_list->setProperty("frameless", true);
    m_list->setUniformRowHeights(true);
    m_list->setExpandsOnDoubleClick(false); // that opens a run
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(false);
    layout->addWidget(m_list, 1);
    connect(m_list, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item, int column) { open(*item, column); });
    connect(m_list, &QTreeWidget::customContextMenuRequested, this, &GridResults::showMenu);
}

int GridResults::stateColumn() const {
    const auto axes = std::count_if(m_table.grid.axes.begin(), m_table.grid.axes.end(), [](const GridAxis& axis) { return !axis.repeat; });
    return static_cast<int>(std::max<std::ptrdiff_t>(axes, 1));
}

int GridResults::firstFigure() const {
    return stateColumn() + (m_table.selectsLayers() ? 2 : 1);
}

void GridResults::setHeadings() {
    QStringList titles;
    for (const GridAxis& axis : m_table.grid.axes) {
        if (!axis.repeat) {
            titles << shownText(axis.name, kLongestLabel);
        }
    }
    if (titles.isEmpty()) {
        titles << tr("All");
    }
    titles << tr("Cells");
    if (m_table.selectsLayers()) {
        titles << tr("Kept layers");
    }
    for (const GridColumn& column : m_table.columns) {
        titles << columnText(column, m_table);
    }
    m_list->setColumnCount(static_cast<int>(titles.size()));
    m_list->setHeaderLabels(titles);
    for (int column = firstFigure(); column < titles.size(); ++column) {
        m_list->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
}

QString GridResults::repetitionOf(const GridTableCell& cell) const {
    QStringList labels;
    for (std::size_t axis = 0; axis < m_table.grid.axes.size(); ++axis) {
        if (m_table.grid.axes[axis].repeat) {
            labels << tr("%1 %2").arg(shownText(m_table.grid.axes[axis].name, kLongestLabel),
                                      shownText(m_table.grid.axes[axis].values[cell.cell.values[axis]].label, kLongestLabel));
        }
    }
    return labels.join(QStringLiteral(", "));
}

// Rows stay where they are, so that what is unfolded and selected outlives an update.
void GridResults::setTable(const GridTable& table) {
    m_table = table;
    QHeaderView& header = *m_list->header();
    header.setSectionResizeMode(QHeaderView::Interactive); // else each entry that changes measures a thousand rows
    setHeadings();
    const std::vector<GridRow> rows = rowsOf(m_table);
    while (m_list->topLevelItemCount() > static_cast<int>(rows.size())) {
        delete m_list->takeTopLevelItem(m_list->topLevelItemCount() - 1);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(static_cast<int>(i));
        if (item == nullptr) {
            item = new QTreeWidgetItem(m_list);
        }
        fillRow(*item, rows[i]);
    }
    header.setSectionResizeMode(QHeaderView::ResizeToContents);
    if (!rows.empty()) {
        const int seen = std::min(static_cast<int>(rows.size()), kRowsSeen);
        m_list->setMinimumHeight(m_list->header()->sizeHint().height() + seen * m_list->sizeHintForRow(0) + m_list->horizontalScrollBar()->sizeHint().height());
    }
}

void GridResults::fillRow(QTreeWidgetItem& item, const GridRow& row) {
    item.setData(0, kPlace + 1, fromUtf8(labelOf(row)));
    for (std::size_t i = 0; i < row.labels.size(); ++i) {
        item.setText(static_cast<int>(i), shownText(row.labels[i], kLongestLabel));
    }
    if (row.labels.empty()) {
        item.setText(0, tr("all"));
    }
    const auto done = std::count_if(row.cells.begin(), row.cells.end(), [](const GridTableCell* cell) { return cell->state == "done"; });
    const auto failed = std::find_if(row.cells.begin(), row.cells.end(), [](const GridTableCell* cell) { return cell->state == "failed"; });
    const int cells = stateColumn();
    item.setText(cells, tr("%1 of %2").arg(countText(done), countText(static_cast<std::int64_t>(row.cells.size()))));
    showState(item, failed != row.cells.end() ? "failed" : done == static_cast<std::ptrdiff_t>(row.cells.size()) ? "done" : "");
    item.setToolTip(cells, failed == row.cells.end() ? QString() : shownToolTip(fromUtf8((*failed)->reason)));
    if (m_table.selectsLayers()) {
        item.setText(cells + 1, fromUtf8(keptText(row)));
    }
    for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
        const GridMean mean = meanOf(row, m_table.columns[i].key);
        const int column = firstFigure() + static_cast<int>(i);
        item.setText(column, meanText(mean, m_table.columns[i].unit));
        item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        item.setToolTip(column, intervalText(mean.pooled));
    }
    const bool single = row.cells.size() == 1;
    item.setData(0, kPlace, single ? static_cast<qlonglong>(row.cells.front() - m_table.cells.data()) : qlonglong{-1});
    const int children = single ? 0 : static_cast<int>(row.cells.size());
    while (item.childCount() > children) {
        delete item.takeChild(item.childCount() - 1);
    }
    for (int i = 0; i < children; ++i) {
        if (item.childCount() <= i) {
            new QTreeWidgetItem(&item);
        }
        fillCell(*item.child(i), *row.cells[static_cast<std::size_t>(i)]);
    }
}

// An icon is never equal to another, so that the list would take each for a change.
void GridResults::showState(QTreeWidgetItem& item, const std::string& state) const {
    if (const QString word = fromUtf8(state); item.data(0, kState).toString() != word) {
        item.setData(0, kState, word);
        item.setIcon(stateColumn(), state.empty() ? QIcon() : lineIcon(iconOf(state), toneOf(state)));
    }
}

void GridResults::fillCell(QTreeWidgetItem& item, const GridTableCell& cell) {
    item.setData(0, kPlace, static_cast<qlonglong>(&cell - m_table.cells.data()));
    item.setText(0, repetitionOf(cell));
    const int state = stateColumn();
    if (m_table.selectsLayers()) {
        item.setText(state + 1, cell.kept.empty() ? QStringLiteral("–") : fromUtf8(joined(cell.kept, ", ")));
    }
    item.setText(state, cellStateText(cell.state));
    showState(item, cell.state);
    item.setToolTip(state, shownToolTip(fromUtf8(cell.reason)));
    for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
        const int column = firstFigure() + static_cast<int>(i);
        const auto figure = cell.figures.find(m_table.columns[i].key);
        item.setText(column, figure == cell.figures.end() ? QStringLiteral("–") : figureText(figure->second.value, m_table.columns[i].unit));
        item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        item.setToolTip(column, figure == cell.figures.end() ? QString() : intervalText(figure->second.share));
    }
}

const GridTableCell* GridResults::cellOf(const QTreeWidgetItem& item) const {
    const qlonglong place = item.data(0, kPlace).toLongLong();
    return place >= 0 && place < static_cast<qlonglong>(m_table.cells.size()) ? &m_table.cells[static_cast<std::size_t>(place)] : nullptr;
}

void GridResults::open(QTreeWidgetItem& item, int column) {
    const GridTableCell* const cell = cellOf(item);
    if (cell == nullptr) {
        item.setExpanded(!item.isExpanded());
        return;
    }
    std::string run;
    if (const int figure = column - firstFigure(); figure >= 0 && figure < static_cast<int>(m_table.columns.size())) {
        const std::string& key = m_table.columns[static_cast<std::size_t>(figure)].key;
        run = key.substr(0, key.find('.'));
    }
    auto child = cell->cell.runs.find(run);
    for (auto each = m_table.grid.runs.rbegin(); child == cell->cell.runs.end() && each != m_table.grid.runs.rend(); ++each) {
        child = cell->cell.runs.find(each->spec.name); // no figure of one run: the last of the cell
    }
    if (child != cell->cell.runs.end()) {
        Q_EMIT runOpened(fromUtf8(child->second));
    }
}

void GridResults::showMenu(QPoint at) {
    const QTreeWidgetItem* const item = m_list->itemAt(at);
    const GridTableCell* const cell = item == nullptr ? nullptr : cellOf(*item);
    if (cell == nullptr) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const GridRun& run : m_table.grid.runs) {
        if (const auto child = cell->cell.runs.find(run.spec.name); child != cell->cell.runs.end()) {
            const QString name = fromUtf8(child->second);
            connect(menu->addAction(lineIcon(kindIcon(run.spec.kind)), tr("Open %1").arg(shownText(name, kLongestLabel))), &QAction::triggered, this,
                    [this, name] { Q_EMIT runOpened(name); });
        }
    }
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void GridResults::showRow(const QString& label) {
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* const item = m_list->topLevelItem(i);
        if (item->data(0, kPlace + 1).toString() == label) {
            m_list->setCurrentItem(item);
            m_list->scrollToItem(item);
        }
    }
}

} // namespace halyard::views
