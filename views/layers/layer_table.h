// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/layer_facts.h"

#include <QTableWidget>

namespace halyard::views {

// The layers as a table: a row each, sorted by any column; what is selected is copied with tabs between the columns.
class LayerTable : public QTableWidget {
    Q_OBJECT

public:
    explicit LayerTable(QWidget* parent = nullptr);
    void setBench(const LayerBench& bench, const BenchChoice& choice);
    // All rows, or those selected, in the order shown: a line each, the titles first. Numbers have a point for decimals.
    [[nodiscard]] QString copied() const;

Q_SIGNALS:
    void copyRequested(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace halyard::views
