// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/min_max_pyramid.h"

#include <optional>
#include <span>
#include <vector>

namespace halyard::views {

struct CurvePoint {
    double x = 0;
    double y = 0;
};

// One curve: x rises. A point at or before the last x takes the place of all from there on, as when a run goes on from
// an earlier checkpoint. The smoothed form is the mean of the raw values of the last `window` units of x.
class CurveData {
public:
    void append(double x, double y);
    void append(std::span<const double> x, std::span<const double> y);
    void clear();
    // 0 is no smoothing. O(n).
    void setWindow(double window);

    [[nodiscard]] std::size_t size() const { return m_x.size(); }
    [[nodiscard]] bool empty() const { return m_x.empty(); }
    [[nodiscard]] double firstX() const { return m_x.front(); }
    [[nodiscard]] double lastX() const { return m_x.back(); }
    [[nodiscard]] bool isSmoothed() const { return m_window > 0; }
    [[nodiscard]] std::span<const double> steps() const { return m_x; }
    [[nodiscard]] std::span<const double> values() const { return m_raw.values(); }
    [[nodiscard]] CurvePoint raw(std::size_t i) const { return {m_x[i], m_raw[i]}; }
    [[nodiscard]] CurvePoint smooth(std::size_t i) const { return {m_x[i], m_smooth.size() > i ? m_smooth[i] : m_raw[i]}; }
    [[nodiscard]] std::optional<double> last() const;  // newest finite value
    [[nodiscard]] std::optional<double> least() const; // of all finite values
    // Index of the point nearest to x.
    [[nodiscard]] std::optional<std::size_t> nearest(double x) const;

    // At most two points for each of the columns of [low, high]: the least and the most there, so no extreme is lost,
    // and one point beyond each end, so lines leave the picture. Of the smoothed form, which has no extremes to lose, one
    // point a column. Cost grows with columns and log size().
    [[nodiscard]] std::vector<CurvePoint> decimated(double low, double high, int columns, bool smoothed) const;

private:
    void truncate(std::size_t size);
    void pushSmooth(std::size_t i);
    void sumWindow(std::size_t end);

    std::vector<double> m_x;
    MinMaxPyramid m_raw;
    MinMaxPyramid m_smooth;
    double m_window = 0;
    std::size_t m_windowBegin = 0; // of the newest point
    double m_sum = 0;              // of the finite values in the window
    std::size_t m_count = 0;
    std::size_t m_summed = 0; // values taken since the sum was made anew
};

} // namespace halyard::views
