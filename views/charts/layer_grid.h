// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace halyard::views {

// A value for each layer at each step, kept as means over at most kMostColumns stretches of steps of equal length; the
// stretches grow by halving their number when a run grows past them. A step at or before the last takes the place of
// the stretches from there on.
class LayerGrid {
public:
    static constexpr std::size_t kMostColumns = 1024;

    void append(std::int64_t step, std::span<const double> perLayer);
    void clear();

    [[nodiscard]] std::size_t layers() const { return m_layers; }
    [[nodiscard]] std::size_t columns() const { return m_columns.size(); }
    [[nodiscard]] std::int64_t stepsPerColumn() const { return m_width; }
    [[nodiscard]] std::int64_t lastStep() const { return m_lastStep; }
    // Nothing where no finite value came in.
    [[nodiscard]] std::optional<double> value(std::size_t layer, std::size_t column) const;

private:
    struct Cell {
        double sum = 0;
        std::int64_t count = 0;
    };
    void halve();

    std::size_t m_layers = 0;
    std::int64_t m_width = 1;
    std::int64_t m_lastStep = -1;
    std::vector<std::vector<Cell>> m_columns; // column c: steps c·width … (c + 1)·width - 1
};

} // namespace halyard::views
