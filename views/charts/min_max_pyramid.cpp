// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/min_max_pyramid.h"

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

void include(MinMax& into, double value) {
    if (!std::isfinite(value)) {
        return;
    }
    into.least = into.any ? std::min(into.least, value) : value;
    into.most = into.any ? std::max(into.most, value) : value;
    into.any = true;
}

void include(MinMax& into, const MinMax& block) {
    if (block.any) {
        include(into, block.least);
        include(into, block.most);
    }
}

} // namespace

void MinMaxPyramid::push(double value) {
    const std::size_t at = m_values.size();
    m_values.push_back(value);
    std::size_t block = kBlock;
    for (std::size_t level = 0; level < m_levels.size() || at + 1 > block; ++level, block *= kBlock) {
        if (level == m_levels.size()) {
            // The first block of a new level covers all that came before.
            m_levels.emplace_back(1, over(0, std::min(block, at)));
        }
        std::vector<MinMax>& blocks = m_levels[level];
        if (blocks.size() <= at / block) {
            blocks.emplace_back();
        }
        include(blocks.back(), value);
    }
}

void MinMaxPyramid::truncate(std::size_t size) {
    if (size >= m_values.size()) {
        return;
    }
    m_values.resize(size);
    std::size_t block = kBlock;
    std::size_t level = 0;
    for (; level < m_levels.size() && size > block; ++level, block *= kBlock) {
        m_levels[level].resize((size + block - 1) / block);
        const std::size_t first = (m_levels[level].size() - 1) * block;
        MinMax last;
        for (std::size_t i = first; i < size && level == 0; ++i) {
            include(last, m_values[i]);
        }
        if (level > 0) {
            const std::vector<MinMax>& below = m_levels[level - 1];
            for (std::size_t i = first / (block / kBlock); i < below.size(); ++i) {
                include(last, below[i]);
            }
        }
        m_levels[level].back() = last;
    }
    m_levels.resize(level);
}

MinMax MinMaxPyramid::over(std::size_t first, std::size_t last) const {
    MinMax out;
    last = std::min(last, m_values.size());
    while (first < last) {
        std::size_t block = 1;
        std::size_t level = 0;
        while (level < m_levels.size() && first % (block * kBlock) == 0 && first + block * kBlock <= last) {
            block *= kBlock;
            ++level;
        }
        if (level == 0) {
            include(out, m_values[first]);
        } else {
            include(out, m_levels[level - 1][first / block]);
        }
        first += block;
    }
    return out;
}

} // namespace halyard::views
