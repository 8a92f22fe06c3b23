// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme/series_style.h"

#include <QTableWidget>

#include <optional>

namespace halyard::views {

// The curves of a chart as a table: name, last value, least value, value at the crosshair. A click hides or shows a
// curve, a double click leaves it alone in the picture.
class CurveLegend : public QTableWidget {
    Q_OBJECT

public:
    struct Row {
        QString id;
        QString name;
        SeriesStyle style;
        bool dots = false;
        bool visible = true;
        std::optional<double> last;
        std::optional<double> least;
        std::optional<double> atCrosshair;
    };

    explicit CurveLegend(QWidget* parent = nullptr);
    void setRows(const std::vector<Row>& rows);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void toggled(const QString& id);
    void isolated(const QString& id);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QString idOf(int row) const;
    void fillRow(int at, const Row& row);

    static constexpr int kMostRows = 6; // before it scrolls
    static constexpr int kLeastRows = 3;
};

} // namespace halyard::views
