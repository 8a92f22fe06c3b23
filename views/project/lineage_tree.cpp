// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/project/lineage_tree.h"

#include "views/run/state_badge.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace halyard::views {

namespace {

enum Role {
    kId = Qt::UserRole,
    kState,
    kProgress,
    kStale
};

constexpr int kBadge = 16;

// The usual item, with the state at its right end.
class NodeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem narrow = option;
        const QVariant state = index.data(kState);
        if (state.isValid()) {
            narrow.rect.setRight(option.rect.right() - kBadge - 8);
        }
        QStyledItemDelegate::paint(painter, narrow, index);
        if (index.data(kStale).toBool()) {
            // The line ends where the title does: a state is not struck through.
            const int width = std::min(option.fontMetrics.horizontalAdvance(index.data().toString()), narrow.rect.width() - 32);
            painter->save();
            painter->setPen(QPen(toneColor(Tone::Muted, option.palette), 1, Qt::DotLine));
            const int left = narrow.rect.left() + 30;
            painter->drawLine(left, option.rect.center().y() + 1, left + width, option.rect.center().y() + 1);
            painter->restore();
        }
        if (state.isValid()) {
            const QRect square(option.rect.right() - kBadge - 4, option.rect.center().y() - kBadge / 2, kBadge, kBadge);
            paintState(*painter, square, static_cast<RunState>(state.toInt()), index.data(kProgress).toDouble(), option.palette);
        }
    }
};

} // namespace

LineageTree::LineageTree(QWidget* parent) : QTreeWidget(parent) {
    setHeaderHidden(true);
    setExpandsOnDoubleClick(false); // that opens the page
    setProperty("frameless", true);
    setItemDelegate(new NodeDelegate(this));
    setIconSize(QSize(16, 16));
    setIndentation(16);
    setUniformRowHeights(true);
    setTextElideMode(Qt::ElideRight);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setAccessibleName(tr("What the project holds"));
    header()->setStretchLastSection(true);
    connect(this, &QTreeWidget::currentItemChanged, this,
            [this](QTreeWidgetItem* now, QTreeWidgetItem*) { Q_EMIT nodeSelected(idOf(now)); });
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item, int) { Q_EMIT nodeOpened(idOf(item)); });
    connect(this, &QTreeWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (const QTreeWidgetItem* item = itemAt(at)) {
            Q_EMIT nodeMenuRequested(idOf(item), viewport()->mapToGlobal(at));
        }
    });
}

QString LineageTree::idOf(const QTreeWidgetItem* item) {
    return item == nullptr ? QString() : item->data(0, kId).toString();
}

void LineageTree::setNodes(const std::vector<LineageNode>& nodes) {
    const QString selected = selectedNode();
    std::map<QString, bool> folded;
    for (QTreeWidgetItemIterator at(this); *at != nullptr; ++at) {
        folded[idOf(*at)] = !(*at)->isExpanded();
    }
    {
        const QSignalBlocker quiet(this);
        clear();
        std::map<QString, QTreeWidgetItem*> items;
        for (const LineageNode& node : nodes) {
            items[node.id] = new QTreeWidgetItem;
            update(*items[node.id], node);
        }
        for (const LineageNode& node : nodes) {
            QTreeWidgetItem* item = items[node.id];
            // A parent that is missing, or a circle in what was read, leaves a node at the top.
            QTreeWidgetItem* above = items.count(node.parent) > 0 ? items[node.parent] : nullptr;
            for (QTreeWidgetItem* up = above; up != nullptr; up = up->parent()) {
                if (up == item) {
                    above = nullptr;
                    break;
                }
            }
            if (item->parent() != nullptr || indexOfTopLevelItem(item) >= 0) {
                continue; // told twice
            }
            above == nullptr ? addTopLevelItem(item) : above->addChild(item);
        }
        for (const auto& [id, item] : items) {
            item->setExpanded(folded.count(id) == 0 || !folded[id]);
        }
        selectNode(selected);
    }
    if (selectedNode() != selected) {
        Q_EMIT nodeSelected(selectedNode());
    }
}

void LineageTree::update(QTreeWidgetItem& item, const LineageNode& node) {
    const QString title = shownText(node.title, 200);
    item.setText(0, title);
    item.setIcon(0, lineIcon(node.icon.isEmpty() ? QStringLiteral("info") : node.icon));
    item.setData(0, kId, node.id);
    if (node.state) {
        item.setData(0, kState, static_cast<int>(*node.state));
    }
    item.setData(0, kProgress, node.progress);
    item.setData(0, kStale, node.stale);
    QStringList lines = {title};
    if (node.state) {
        lines << stateText(*node.state);
    }
    if (node.stale) {
        lines << tr("Stale: an input has changed since.");
    }
    if (!node.detail.isEmpty()) {
        lines << shownText(node.detail, 500);
    }
    item.setToolTip(0, shownToolTip(lines.join(u'\n')));
    item.setData(0, Qt::AccessibleTextRole, lines.join(QStringLiteral(", ")));
}

void LineageTree::selectNode(const QString& id) {
    for (QTreeWidgetItemIterator at(this); *at != nullptr; ++at) {
        if (idOf(*at) == id && !id.isEmpty()) {
            setCurrentItem(*at);
            return;
        }
    }
}

QString LineageTree::selectedNode() const {
    return idOf(currentItem());
}

} // namespace halyard::views
