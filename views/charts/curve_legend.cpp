// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/curve_legend.h"

#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include <cmath>

namespace halyard::views {

namespace {

const QString kCursorMark = QStringLiteral("│ ");

constexpr int kLookRole = Qt::UserRole + 1; // what the icon shows

enum Column {
    kName,
    kLast,
    kLeast,
    kAtCrosshair,
    kColumns
};

QIcon swatch(const CurveLegend::Row& row) {
    QPixmap picture(18, 12);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor color = row.style.color;
    if (!row.visible) {
        color.setAlphaF(0.3F);
    }
    if (row.dots) {
        painter.setPen(QPen(color, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(9, 6), 3, 3);
    } else {
        painter.setPen(QPen(color, 2, row.style.dash));
        painter.drawLine(QPointF(1, 6), QPointF(17, 6));
    }
    return {picture};
}

} // namespace

CurveLegend::CurveLegend(QWidget* parent) : QTableWidget(0, kColumns, parent) {
    setProperty("frameless", true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(NoSelection);
    setShowGrid(false);
    setIconSize(QSize(18, 12));
    setFont(textFont(TextSize::Small));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    setToolTip(tr("Last and least value, and after │ the value at the cursor. Click a curve to hide or show it, "
                  "double-click to see it alone."));
    setAccessibleName(tr("Curves and their values"));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    verticalHeader()->setMinimumSectionSize(fontMetrics().height() + 4);
    // The cells say what they are: a row of titles would take the height of a curve.
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(20);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(kName, QHeaderView::Stretch);
    const QString widest = QStringLiteral("0.000e-0");
    const std::array<QString, kColumns> samples = {QString(), tr("last %1").arg(widest), tr("least %1").arg(widest),
                                                   kCursorMark + widest};
    for (int column = kLast; column < kColumns; ++column) {
        setColumnWidth(column, fontMetrics().horizontalAdvance(samples[static_cast<std::size_t>(column)]) + 26);
    }
    connect(this, &QTableWidget::cellClicked, this, [this](int row, int) { Q_EMIT toggled(idOf(row)); });
    connect(this, &QTableWidget::cellDoubleClicked, this, [this](int row, int) { Q_EMIT isolated(idOf(row)); });
}

QString CurveLegend::idOf(int row) const {
    const QTableWidgetItem* name = item(row, kName);
    return name == nullptr ? QString() : name->data(Qt::UserRole).toString();
}

void CurveLegend::setRows(const std::vector<Row>& rows) {
    const bool resized = rowCount() != static_cast<int>(rows.size());
    if (resized) {
        setRowCount(static_cast<int>(rows.size()));
    }
    const auto hasCursor = [](const Row& row) { return row.atCrosshair.has_value(); };
    setColumnHidden(kAtCrosshair, std::none_of(rows.begin(), rows.end(), hasCursor));
    for (int i = 0; i < rowCount(); ++i) {
        fillRow(i, rows[static_cast<std::size_t>(i)]);
    }
    if (resized) {
        updateGeometry();
    }
}

void CurveLegend::fillRow(int at, const Row& row) {
    const auto number = [](const std::optional<double>& value) {
        return !value ? QStringLiteral("–") : std::abs(*value) >= 1e4 ? shortCountText(*value) : numberText(*value, 4);
    };
    const std::array<QString, kColumns> texts = {shownText(row.name, 200), tr("last %1").arg(number(row.last)),
                                                 tr("least %1").arg(number(row.least)),
                                                 row.atCrosshair ? kCursorMark + number(row.atCrosshair) : QString()};
    for (int column = 0; column < kColumns; ++column) {
        QTableWidgetItem* cell = item(at, column);
        if (cell == nullptr) {
            cell = new QTableWidgetItem;
            cell->setTextAlignment(column == kName ? Qt::AlignLeft | Qt::AlignVCenter
                                                   : Qt::AlignRight | Qt::AlignVCenter);
            setItem(at, column, cell);
        }
        cell->setText(texts[static_cast<std::size_t>(column)]);
        cell->setForeground(row.visible && column == kName ? QBrush() : QBrush(toneColor(Tone::Muted, palette())));
    }
    QTableWidgetItem* const name = item(at, kName);
    name->setData(Qt::UserRole, row.id);
    // A new icon is a new drawing of the row, even of the same picture.
    const QString look = QStringLiteral("%1 %2 %3 %4").arg(row.style.color.rgba()).arg(row.style.dash).arg(row.dots).arg(row.visible);
    if (name->data(kLookRole).toString() != look) {
        name->setData(kLookRole, look);
        name->setIcon(swatch(row));
    }
}

QSize CurveLegend::sizeHint() const {
    const int rows = std::clamp(rowCount(), 1, kMostRows);
    return {260, rows * verticalHeader()->defaultSectionSize() + 4};
}

// In a low chart the curves are worth more than names, which can be scrolled.
QSize CurveLegend::minimumSizeHint() const {
    const int rows = std::clamp(rowCount(), 1, kLeastRows);
    return {180, rows * verticalHeader()->defaultSectionSize() + 4};
}

void CurveLegend::resizeEvent(QResizeEvent* event) {
    QTableWidget::resizeEvent(event);
    // In a narrow chart the name is worth more than the least value.
    setColumnHidden(kLeast, viewport()->width() < columnWidth(kLast) * 3);
}

void CurveLegend::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && currentRow() >= 0) {
        Q_EMIT toggled(idOf(currentRow()));
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentRow() >= 0) {
        Q_EMIT isolated(idOf(currentRow()));
    } else {
        QTableWidget::keyPressEvent(event);
    }
}

} // namespace halyard::views
