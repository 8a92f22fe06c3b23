// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/layer_grid.h"

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr std::size_t kMostLayers = 1024;
constexpr std::int64_t kMostSteps = std::int64_t{1} << 40U;

} // namespace

void LayerGrid::append(std::int64_t step, std::span<const double> perLayer) {
    if (step < 0 || step >= kMostSteps || perLayer.empty() || perLayer.size() > kMostLayers) {
        return;
    }
    if (m_layers != perLayer.size()) {
        clear();
        m_layers = perLayer.size();
    }
    while (static_cast<std::size_t>(step / m_width) >= kMostColumns) {
        halve();
    }
    const auto column = static_cast<std::size_t>(step / m_width);
    if (step <= m_lastStep) {
        m_columns.resize(std::min(m_columns.size(), column));
    }
    m_lastStep = step;
    m_columns.resize(std::max(m_columns.size(), column + 1), std::vector<Cell>(m_layers));
    for (std::size_t layer = 0; layer < m_layers; ++layer) {
        if (std::isfinite(perLayer[layer])) {
            m_columns[column][layer].sum += perLayer[layer];
            ++m_columns[column][layer].count;
        }
    }
}

void LayerGrid::halve() {
    std::vector<std::vector<Cell>> halved((m_columns.size() + 1) / 2, std::vector<Cell>(m_layers));
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        for (std::size_t layer = 0; layer < m_layers; ++layer) {
            halved[column / 2][layer].sum += m_columns[column][layer].sum;
            halved[column / 2][layer].count += m_columns[column][layer].count;
        }
    }
    m_columns = std::move(halved);
    m_width *= 2;
}

void LayerGrid::clear() {
    m_columns.clear();
    m_layers = 0;
    m_width = 1;
    m_lastStep = -1;
}

std::optional<double> LayerGrid::value(std::size_t layer, std::size_t column) const {
    if (column >= m_columns.size() || layer >= m_layers || m_columns[column][layer].count == 0) {
        return std::nullopt;
    }
    return m_columns[column][layer].sum / static_cast<double>(m_columns[column][layer].count);
}

} // namespace halyard::views
