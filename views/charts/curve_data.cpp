// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/curve_data.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace halyard::views {

void CurveData::append(double x, double y) {
    if (!std::isfinite(x)) {
        return;
    }
    if (!m_x.empty() && x <= m_x.back()) {
        truncate(static_cast<std::size_t>(std::lower_bound(m_x.begin(), m_x.end(), x) - m_x.begin()));
    }
    m_x.push_back(x);
    m_raw.push(y);
    if (m_window > 0) {
        pushSmooth(m_x.size() - 1);
    }
}

void CurveData::append(std::span<const double> x, std::span<const double> y) {
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
        append(x[i], y[i]);
    }
}

void CurveData::clear() {
    truncate(0);
}

// Costs no more than a window, so that a log that repeats every step is no slower than another.
void CurveData::truncate(std::size_t size) {
    m_x.resize(size);
    m_raw.truncate(size);
    m_smooth.truncate(size);
    m_windowBegin = 0;
    if (size > 0) {
        const auto inside = std::upper_bound(m_x.begin(), m_x.end(), m_x.back() - m_window);
        m_windowBegin = static_cast<std::size_t>(inside - m_x.begin());
    }
    sumWindow(size);
}

void CurveData::sumWindow(std::size_t end) {
    m_sum = 0;
    m_count = 0;
    m_summed = 0;
    for (std::size_t i = m_windowBegin; i < end; ++i) {
        if (std::isfinite(m_raw[i])) {
            m_sum += m_raw[i];
            ++m_count;
        }
    }
}

void CurveData::setWindow(double window) {
    m_window = std::isfinite(window) ? std::max(window, 0.0) : 0;
    m_smooth.clear();
    m_windowBegin = 0;
    sumWindow(0);
    for (std::size_t i = 0; i < m_x.size() && m_window > 0; ++i) {
        pushSmooth(i);
    }
}

void CurveData::pushSmooth(std::size_t i) {
    if (std::isfinite(m_raw[i])) {
        m_sum += m_raw[i];
        ++m_count;
    }
    for (; m_x[m_windowBegin] <= m_x[i] - m_window; ++m_windowBegin) {
        if (std::isfinite(m_raw[m_windowBegin])) {
            m_sum -= m_raw[m_windowBegin];
            --m_count;
        }
    }
    // What a large value that has left the window took from the digits of the sum comes back.
    if (++m_summed > i + 1 - m_windowBegin) {
        sumWindow(i + 1);
    }
    m_smooth.push(m_count > 0 ? m_sum / static_cast<double>(m_count) : std::numeric_limits<double>::quiet_NaN());
}

std::optional<double> CurveData::last() const {
    for (std::size_t i = m_x.size(); i-- > 0;) {
        if (std::isfinite(m_raw[i])) {
            return m_raw[i];
        }
    }
    return std::nullopt;
}

std::optional<double> CurveData::least() const {
    const MinMax all = m_raw.over(0, m_raw.size());
    return all.any ? std::optional(all.least) : std::nullopt;
}

std::optional<std::size_t> CurveData::nearest(double x) const {
    if (m_x.empty()) {
        return std::nullopt;
    }
    const auto above = static_cast<std::size_t>(std::lower_bound(m_x.begin(), m_x.end(), x) - m_x.begin());
    if (above == m_x.size() || (above > 0 && x - m_x[above - 1] < m_x[above] - x)) {
        return above - 1;
    }
    return above;
}

std::vector<CurvePoint> CurveData::decimated(double low, double high, int columns, bool smoothed) const {
    const MinMaxPyramid& values = smoothed && isSmoothed() ? m_smooth : m_raw;
    const auto indexOf = [&](double x) {
        return static_cast<std::size_t>(std::lower_bound(m_x.begin(), m_x.end(), x) - m_x.begin());
    };
    const std::size_t begin = indexOf(low);
    const std::size_t end = static_cast<std::size_t>(std::upper_bound(m_x.begin(), m_x.end(), high) - m_x.begin());
    std::vector<CurvePoint> out;
    if (begin > 0) {
        out.push_back({m_x[begin - 1], values[begin - 1]});
    }
    if (columns < 1 || end - std::min(begin, end) <= static_cast<std::size_t>(columns) * 2) {
        for (std::size_t i = begin; i < end; ++i) {
            out.push_back({m_x[i], values[i]});
        }
    } else {
        const double width = (high - low) / columns;
        std::size_t first = begin;
        for (int column = 0; column < columns && first < end; ++column) {
            const std::size_t last = column + 1 == columns ? end : std::min(indexOf(low + width * (column + 1)), end);
            if (smoothed && isSmoothed()) {
                if (last > first) {
                    out.push_back({m_x[last - 1], values[last - 1]});
                }
                first = std::max(first, last);
                continue;
            }
            const MinMax extremes = values.over(first, last);
            if (extremes.any) {
                // Which comes first does not show within one column of pixels.
                out.push_back({m_x[first], extremes.least});
                out.push_back({m_x[last - 1], extremes.most});
            }
            first = std::max(first, last);
        }
    }
    if (end < m_x.size()) {
        out.push_back({m_x[end], values[end]});
    }
    return out;
}

} // namespace halyard::views
