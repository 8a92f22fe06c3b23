// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_table.h"

#include "views/text/plain_text.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>
#include <limits>

namespace halyard::views {

namespace {

// Sorts by the number behind its text; layers without one come last when ascending.
class NumberItem : public QTableWidgetItem {
public:
    NumberItem(const QString& text, std::optional<double> number) : QTableWidgetItem(text), m_number(number) {
        setTextAlignment((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    bool operator<(const QTableWidgetItem& other) const override {
        const auto* number = dynamic_cast<const NumberItem*>(&other);
        if (number == nullptr || (!m_number && !number->m_number)) {
            return QTableWidgetItem::operator<(other);
        }
        constexpr double kLast = std::numeric_limits<double>::infinity();
        return m_number.value_or(kLast) < number->m_number.value_or(kLast);
    }
    [[nodiscard]] QString copied() const { return m_number ? QString::number(*m_number, 'g', 10) : text(); }

private:
    std::optional<double> m_number;
};

} // namespace

LayerTable::LayerTable(QWidget* parent) : QTableWidget(parent) {
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    setSortingEnabled(true);
    horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    setAccessibleName(tr("Layers as a table"));
}

void LayerTable::setBench(const LayerBench& bench, const BenchChoice& choice) {
    const int sorted = horizontalHeader()->sortIndicatorSection();
    const Qt::SortOrder order = horizontalHeader()->sortIndicatorOrder();
    setSortingEnabled(false); // rows stay where they are put
    const auto layers = static_cast<int>(bench.layers);
    QStringList titles = {tr("layer"), tr("mixer")};
    for (const LayerFact& fact : layerFacts(bench, choice, 0)) {
        titles << shownText(fact.name, 60);
    }
    titles << tr("where the figures stand");
    clear();
    setColumnCount(static_cast<int>(titles.size()));
    setRowCount(layers);
    setHorizontalHeaderLabels(titles);
    for (int layer = 0; layer < layers; ++layer) {
        const bool kept = std::binary_search(choice.kept.begin(), choice.kept.end(), layer);
        setItem(layer, 0, new NumberItem(QString::number(layer), layer));
        setItem(layer, 1, new NumberItem(kept ? tr("attention") : tr("linear"), {}));
        QStringList places;
        int column = 2;
        for (const LayerFact& fact : layerFacts(bench, choice, layer)) {
            auto* item = new NumberItem(shownText(fact.text, 120), fact.number);
            item->setToolTip(shownToolTip(fact.from));
            setItem(layer, column++, item);
            places << fact.from.split(u'\n', Qt::SkipEmptyParts);
        }
        places.removeDuplicates();
        setItem(layer, column, new NumberItem(shownText(places.join(QStringLiteral(", ")), 1000), {}));
    }
    resizeColumnsToContents();
    for (int column = 0; column < columnCount(); ++column) {
        constexpr int kArrow = 14; // of the sorted one
        setColumnWidth(column, columnWidth(column) + kArrow);
    }
    setSortingEnabled(true);
    sortByColumn(sorted < columnCount() ? std::max(sorted, 0) : 0, sorted < columnCount() && sorted >= 0 ? order : Qt::AscendingOrder);
}

QString LayerTable::copied() const {
    QStringList lines;
    QStringList titles;
    for (int column = 0; column < columnCount(); ++column) {
        titles << horizontalHeaderItem(column)->text();
    }
    lines << titles.join(u'\t');
    const bool some = selectionModel()->hasSelection();
    for (int row = 0; row < rowCount(); ++row) {
        if (some && !selectionModel()->isRowSelected(row)) {
            continue;
        }
        QStringList cells;
        for (int column = 0; column < columnCount(); ++column) {
            const auto* cell = dynamic_cast<const NumberItem*>(item(row, column));
            cells << (cell == nullptr ? QString() : cell->copied());
        }
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

void LayerTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested(copied());
        return;
    }
    QTableWidget::keyPressEvent(event);
}

} // namespace halyard::views
