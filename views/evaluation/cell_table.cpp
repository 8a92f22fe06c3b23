// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/cell_table.h"

#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/text/share_text.h"
#include "views/theme/line_icon.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

namespace {

enum Column {
    Model,
    Layer,
    Scaling,
    Task,
    Length,
    Result,
    Columns
};

constexpr std::size_t kMostRows = 5000;

} // namespace

QString resultText(const EvaluationCell& cell) {
    if (cell.outOfMemory) {
        return cell.needBytes && cell.haveBytes
                   ? CellTable::tr("out of memory: %1 needed, %2 free").arg(bytesText(*cell.needBytes), bytesText(*cell.haveBytes))
                   : CellTable::tr("out of memory");
    }
    if (cell.tokenSeconds) {
        QString text = CellTable::tr("%1 ms a token").arg(numberText(cell.tokenSeconds->value * 1000, 3));
        return cell.peakMegabytes ? CellTable::tr("%1, %2 MB").arg(text, numberText(cell.peakMegabytes->value, 3)) : text;
    }
    if (cell.accuracy) {
        const QString share = shareText(cell.accuracy->value);
        return cell.accuracy->low < cell.accuracy->high
                   ? CellTable::tr("%1 (%2 – %3) of %4").arg(share, shareText(cell.accuracy->low), shareText(cell.accuracy->high), countText(cell.questions))
                   : share;
    }
    if (cell.loss) {
        return CellTable::tr("%1 nats a token").arg(numberText(*cell.loss, 4));
    }
    if (!cell.complete && !cell.failed.isEmpty()) {
        return CellTable::tr("failed: %1").arg(shownText(cell.failed, 80));
    }
    return cell.complete ? CellTable::tr("measured") : CellTable::tr("not measured yet");
}

CellTable::CellTable(QWidget* parent) : QWidget(parent) {
    makeCard(*this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid / 2);
    auto* top = new QHBoxLayout;
    auto* heading = new PlainLabel(tr("Measured"), this);
    setTextSize(*heading, TextSize::Body, true);
    top->addWidget(heading, 1);
    m_open = new QPushButton(this);
    m_open->setObjectName(QStringLiteral("openResults"));
    makePrimary(*m_open);
    m_open->hide();
    top->addWidget(m_open);
    layout->addLayout(top);
    m_hint = new PlainLabel(this);
    m_hint->setWordWrap(true);
    setTextSize(*m_hint, TextSize::Small);
    setTone(*m_hint, Tone::Muted);
    layout->addWidget(m_hint);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(QStringLiteral("cells"));
    m_list->setAccessibleName(heading->plainText());
    m_list->setProperty("frameless", true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(Columns);
    m_list->setHeaderLabels({tr("Model"), tr("Layer exchanged"), tr("Scaling"), tr("Task"), tr("Length"), tr("Result")});
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(Model, QHeaderView::Stretch);
    m_list->header()->setStretchLastSection(false);
    m_list->headerItem()->setTextAlignment(Length, Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_list, 1);
    connect(m_open, &QPushButton::clicked, this, &CellTable::pageRequested);
    setResults({});
}

void CellTable::setPageName(const QString& text) {
    m_open->setText(text);
    m_open->setVisible(!text.isEmpty());
}

// Rows stay where they are, so that the selection outlives an update.
void CellTable::setResults(const EvaluationResults& results) {
    const std::size_t rows = std::min(results.cells.size(), kMostRows);
    while (m_list->topLevelItemCount() > static_cast<int>(rows)) {
        delete m_list->takeTopLevelItem(m_list->topLevelItemCount() - 1);
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const EvaluationCell& cell = results.cells[i];
        QTreeWidgetItem* item = m_list->topLevelItem(static_cast<int>(i));
        if (item == nullptr) {
            item = new QTreeWidgetItem(m_list);
            item->setTextAlignment(Length, Qt::AlignRight | Qt::AlignVCenter);
        }
        item->setText(Model, shownText(cell.model, 80));
        item->setToolTip(Model, shownToolTip(cell.modelPath));
        item->setText(Layer, cell.layer ? countText(*cell.layer) : tr("none"));
        item->setText(Scaling, cell.scaling.isEmpty() ? QString() : shownText(scalingText(cell.scaling), 40));
        item->setText(Task, shownText(cell.task, 60));
        item->setText(Length, cell.length > 0 ? countText(cell.length) : QString());
        item->setText(Result, resultText(cell));
        item->setToolTip(Result, shownToolTip(cell.failed));
        item->setIcon(Result, !cell.failed.isEmpty() && !cell.complete ? lineIcon(QStringLiteral("state-failed"), Tone::Error)
                              : cell.complete ? lineIcon(QStringLiteral("state-done"), Tone::Success) : lineIcon(QStringLiteral("state-new"), Tone::Muted));
    }
    m_list->setColumnHidden(Layer, std::none_of(results.cells.begin(), results.cells.end(), [](const EvaluationCell& cell) { return cell.layer.has_value(); }));
    const auto done = std::count_if(results.cells.begin(), results.cells.end(), [](const EvaluationCell& cell) { return cell.complete; });
    m_hint->setPlainText(results.cells.empty() ? tr("Each number stands here as soon as it is measured.")
                         : rows < results.cells.size()
                             ? tr("%1 of %2 measured; the first %3 are listed.")
                                   .arg(countText(done), countText(static_cast<std::int64_t>(results.cells.size())), countText(static_cast<std::int64_t>(rows)))
                             : tr("%1 of %2 measured.").arg(countText(done), countText(static_cast<std::int64_t>(results.cells.size()))));
}

} // namespace halyard::views
