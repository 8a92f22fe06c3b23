// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/study/grid_draft.h"

#include <QWidget>

class QStringListModel;
class QTableWidget;
class QToolButton;

namespace halyard::views {

// The axes of a grid, one a line: name, setting, values, and whether its values are repetitions. Axes that set more than one
// thing are shown by their labels and are changed in the text of the grid.
class AxisTable : public QWidget {
    Q_OBJECT

public:
    explicit AxisTable(QWidget* parent = nullptr);
    void setAxes(const std::vector<DraftAxis>& axes);
    // "align.optimizer.learning_rate" and others that are offered as one types.
    void setSettings(const QStringList& keys);
    [[nodiscard]] QTableWidget& table() { return *m_table; }

Q_SIGNALS:
    void axisEdited(int place, const halyard::views::DraftAxis& axis); // of a new one: behind the last
    void axisRemoved(int place);

private:
    void take(int row);

    QTableWidget* m_table = nullptr;
    QToolButton* m_remove = nullptr;
    QStringListModel* m_settings = nullptr;
    std::vector<DraftAxis> m_axes;
    bool m_filling = false;
};

} // namespace halyard::views
