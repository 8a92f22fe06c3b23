// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/bench_row.h"
#include "views/layers/layer_bench.h"

namespace halyard::views {

// The scores of the layers as bars from 0, with their intervals. Filled bars are kept; a roof is a score at the clip, a ring
// one that noise decides, a minus one whose sign is turned; what was not measured is hatched.
class LayerBars : public BenchRow {
    Q_OBJECT

public:
    explicit LayerBars(QWidget* parent = nullptr);
    void setScores(const std::vector<ScoredLayer>& scores);
    void setKept(const LayerSet& kept);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] double at(double score) const; // its height on the widget
    void paintAxis(QPainter& painter) const;
    void paintLayer(QPainter& painter, int layer) const;
    void paintMarks(QPainter& painter, const ScoredLayer& scored, QPointF tip) const;

    std::vector<ScoredLayer> m_scores;
    LayerSet m_kept;
    double m_least = 0;
    double m_most = 1;
};

} // namespace halyard::views
