// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/part_list.h"

#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace halyard::views {

namespace {

enum Column {
    Stage,
    State,
    Steps,
    Loss,
    Columns
};

} // namespace

PartList::PartList(QWidget* parent) : QWidget(parent) {
    makeCard(*this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid / 2);
    m_heading = new PlainLabel({}, this);
    setTextSize(*m_heading, TextSize::Body, true);
    auto* top = new QHBoxLayout;
    top->addWidget(m_heading, 1);
    m_open = new QPushButton(this);
    m_open->setObjectName(QStringLiteral("openStudy"));
    makePrimary(*m_open);
    m_open->hide();
    top->addWidget(m_open);
    layout->addLayout(top);
    m_hint = new PlainLabel({}, this);
    setTextSize(*m_hint, TextSize::Small);
    setTone(*m_hint, Tone::Muted);
    layout->addWidget(m_hint);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(QStringLiteral("parts"));
    m_list->setProperty("frameless", true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(Columns);
    setWords(true);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(Stage, QHeaderView::Stretch);
    m_list->header()->setStretchLastSection(false);
    layout->addWidget(m_list, 1);
    connect(m_open, &QPushButton::clicked, this, &PartList::pageRequested);
    connect(m_list, &QTreeWidget::itemActivated, this,
            [this](const QTreeWidgetItem* item) { Q_EMIT opened(item->data(Stage, Qt::UserRole).toString()); });
}

void PartList::setPageName(const QString& text) {
    m_open->setText(text);
    m_open->setVisible(!text.isEmpty());
}

void PartList::setWords(bool stages) {
    m_heading->setPlainText(stages ? tr("Stages") : tr("Runs in it"));
    m_hint->setPlainText(stages ? tr("Each stage is listed when it begins. Double-click one for its curves, its checkpoints and its export.")
                                : tr("Each run is listed when it begins. Double-click one for its page."));
    m_list->setAccessibleName(m_heading->plainText());
    m_list->setHeaderLabels({stages ? tr("Stage") : tr("Run"), tr("State"), tr("Steps"), tr("Loss")});
}

// Rows stay where they are, so that the selection and a double-click outlive an update.
void PartList::setParts(const std::vector<RunFacts>& parts, bool stages) {
    while (m_list->topLevelItemCount() > static_cast<int>(parts.size())) {
        delete m_list->takeTopLevelItem(m_list->topLevelItemCount() - 1);
    }
    setWords(stages);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const RunFacts& part = parts[i];
        QTreeWidgetItem* item = m_list->topLevelItem(static_cast<int>(i));
        if (item == nullptr) {
            item = new QTreeWidgetItem(m_list);
            item->setTextAlignment(Steps, Qt::AlignRight | Qt::AlignVCenter);
            item->setTextAlignment(Loss, Qt::AlignRight | Qt::AlignVCenter);
        }
        item->setData(Stage, Qt::UserRole, part.id);
        item->setIcon(Stage, lineIcon(kindIcon(part.kind)));
        item->setText(Stage, stages ? kindText(part.kind) : shownText(part.id.section(QLatin1Char('/'), -1), 60));
        item->setToolTip(Stage, shownToolTip(part.title));
        item->setIcon(State, lineIcon(stateIcon(part.state), stateTone(part.state)));
        item->setText(State, stateText(part));
        item->setToolTip(State, shownToolTip(part.reason));
        item->setText(Steps, tr("%1 / %2").arg(countText(part.step), countText(part.totalSteps)));
        item->setText(Loss, part.loss ? numberText(*part.loss) : QString());
    }
}

} // namespace halyard::views
