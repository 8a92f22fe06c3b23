// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/run/run_facts.h"

#include <QTreeWidget>

#include <map>
#include <vector>

namespace halyard::views {

// An artefact or a run of a project, below what it was made from.
struct LineageNode {
    QString id;
    QString parent; // id; empty: at the top
    QString title;
    QString icon; // name of a lineIcon: "teacher", "align", "export"
    std::optional<RunState> state; // none: an artefact
    double progress = 0;           // of a running one, 0…1
    bool stale = false;            // an input has changed since
    QString detail;                // for the tooltip
};

// What a project holds, by what came from what. States are a shape with a word in the tooltip; stale titles are struck
// through with dots.
class LineageTree : public QTreeWidget {
    Q_OBJECT

public:
    explicit LineageTree(QWidget* parent = nullptr);
    // Keeps what is selected and folded.
    void setNodes(const std::vector<LineageNode>& nodes);
    void selectNode(const QString& id);
    [[nodiscard]] QString selectedNode() const;

Q_SIGNALS:
    void nodeSelected(const QString& id);
    void nodeOpened(const QString& id); // double click or Enter
    void nodeMenuRequested(const QString& id, const QPoint& globalPosition);

private:
    void update(QTreeWidgetItem& item, const LineageNode& node);
    [[nodiscard]] static QString idOf(const QTreeWidgetItem* item);
};

} // namespace halyard::views
