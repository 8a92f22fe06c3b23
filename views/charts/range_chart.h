// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/plot_card.h"

#include <optional>
#include <utility>
#include <vector>

class QCPItemText;

namespace halyard::views {

// A value and the bounds it is known to lie between.
struct RangePoint {
    double x = 0;
    double y = 0;
    double low = 0;
    double high = 0;
};
struct RangeSeries {
    QString name; // plain text; stands at the end of the line
    int style = 1; // of seriesStyle()
    std::vector<RangePoint> points; // by x
};
// Words at a place of the chart, with a mark: where two lines cross, where a length did not fit.
struct RangeMark {
    double x = 0;
    std::optional<double> y; // none: at the upper edge
    QString text;
    int style = 1;
};
// A dashed vertical with words: the length of training.
struct RangeLine {
    double x = 0;
    QString text;
};
struct RangeAxes {
    enum class X {
        Binary, // powers of two
        Decimal // logarithmic, 1-2-5
    };
    X x = X::Binary;
    bool logY = false;
    bool percent = false; // y is a share of 1, shown from 0 to 100 %
};

// Few points that each matter, against a logarithmic x: lines with bands between their bounds, names at the lines' ends
// where they do not cover each other, marks with words. A point is chosen by a click, or with the arrows and Enter.
class RangeChart : public PlotCard {
    Q_OBJECT

public:
    RangeChart(const QString& title, const QString& xLabel, const QString& yLabel, RangeAxes axes, QWidget* parent = nullptr);

    void setSeries(const std::vector<RangeSeries>& series);
    void setLines(const std::vector<RangeLine>& lines);
    void setMarks(const std::vector<RangeMark>& marks);
    [[nodiscard]] const std::vector<RangeSeries>& series() const { return m_series; }
    [[nodiscard]] const std::vector<RangeMark>& marks() const { return m_marks; }
    [[nodiscard]] const std::vector<RangeLine>& lines() const { return m_lines; }
    // The point that is shown as chosen; none: out of range.
    void setChosen(std::optional<std::pair<std::size_t, std::size_t>> seriesAndPoint);
    // "teacher at 4,096: 98 % (95 – 99 %)"
    [[nodiscard]] QString describe(std::size_t series, std::size_t point) const;
    // The point under a position of the plot, at most a few pixels away.
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> pointAt(QPointF at) const;

Q_SIGNALS:
    void pointChosen(std::size_t series, std::size_t point);

protected:
    void draw() override;
    [[nodiscard]] QByteArray csv() const override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct EndLabel {
        QCPItemText* item = nullptr;
        double y = 0; // of the line's last point
    };
    struct EdgeLabel {
        double x = 0; // of its mark
        bool isRight = false; // the words end there
        QString text;
        QCPItemText* item = nullptr;
    };
    void build(const QString& xLabel, const QString& yLabel);
    void drawSeries(const RangeSeries& series, std::size_t index);
    void drawLine(const RangeLine& line);
    void drawMark(const RangeMark& mark);
    void drawEdgeMark(const RangeMark& mark, int row);
    void fitAxes();
    void placeLabels();
    void showHover(std::optional<std::pair<std::size_t, std::size_t>> at);
    [[nodiscard]] QString yText(double y) const;

    RangeAxes m_axes;
    std::vector<RangeSeries> m_series;
    std::vector<RangeLine> m_lines;
    std::vector<RangeMark> m_marks;
    std::vector<EndLabel> m_ends;
    std::vector<EdgeLabel> m_edges;
    std::optional<std::pair<std::size_t, std::size_t>> m_chosen;
};

} // namespace halyard::views
