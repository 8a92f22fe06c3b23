// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace halyard::views {

struct MinMax {
    double least = 0;
    double most = 0;
    bool any = false; // a block of values that are not finite has none
};

// Least and most of any stretch of a growing list of numbers in O(log n): blocks of 16, of 256, … are kept.
// Values that are not finite are passed over.
class MinMaxPyramid {
public:
    void push(double value);
    void truncate(std::size_t size); // keeps the first values
    void clear() { truncate(0); }

    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] double operator[](std::size_t i) const { return m_values[i]; }
    [[nodiscard]] std::span<const double> values() const { return m_values; }
    // Of the values first … last - 1.
    [[nodiscard]] MinMax over(std::size_t first, std::size_t last) const;

private:
    static constexpr std::size_t kBlock = 16;

    std::vector<double> m_values;
    std::vector<std::vector<MinMax>> m_levels; // level k: blocks of 16^(k+1) values, the last one unfinished
};

} // namespace halyard::views
