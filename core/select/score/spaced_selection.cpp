// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/spaced_selection.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace halyard {

namespace {

constexpr double kNone = -std::numeric_limits<double>::infinity();

// The best sets whose gaps are `gap` or one more.
class SpacedSets {
public:
    SpacedSets(const std::vector<double>& sensitivity, std::int64_t keep, std::int64_t gap)
        : m_layers(static_cast<std::int64_t>(sensitivity.size())), m_keep(keep), m_gap(gap),
          m_most(static_cast<std::size_t>(keep), std::vector<double>(sensitivity.size(), kNone)) {
        for (std::int64_t more = 0; more < keep; ++more) {
            for (std::int64_t layer = 0; layer < m_layers; ++layer) {
                const double after = more == 0 ? (mayEnd(layer) ? 0 : kNone)
                                               : std::max(sum(more - 1, layer + gap), sum(more - 1, layer + gap + 1));
                m_most[static_cast<std::size_t>(more)][static_cast<std::size_t>(layer)] =
                    after + sensitivity[static_cast<std::size_t>(layer)];
            }
        }
    }

    // Its sum, and the first of its layers.
    [[nodiscard]] std::pair<double, std::int64_t> best() const {
        const std::int64_t lastStart = m_keep == 1 ? m_layers - 1 : std::min(m_gap, m_layers - 1);
        std::int64_t first = 0;
        for (std::int64_t layer = 1; layer <= lastStart; ++layer) {
            first = sum(m_keep - 1, layer) > sum(m_keep - 1, first) ? layer : first;
        }
        return {sum(m_keep - 1, first), first};
    }

    [[nodiscard]] std::vector<std::int64_t> layersFrom(std::int64_t layer) const {
        std::vector<std::int64_t> out = {layer};
        for (std::int64_t more = m_keep - 2; more >= 0; --more) {
            layer += sum(more, layer + m_gap) >= sum(more, layer + m_gap + 1) ? m_gap : m_gap + 1;
            out.push_back(layer);
        }
        return out;
    }

private:
    [[nodiscard]] bool mayEnd(std::int64_t layer) const { return m_keep == 1 || m_layers - 1 - layer <= m_gap; }
    // The largest sum of `more` + 1 layers of which the first is this one.
    [[nodiscard]] double sum(std::int64_t more, std::int64_t layer) const {
        return layer < m_layers ? m_most[static_cast<std::size_t>(more)][static_cast<std::size_t>(layer)] : kNone;
    }

    std::int64_t m_layers, m_keep, m_gap;
    std::vector<std::vector<double>> m_most;
};

} // namespace

std::vector<std::int64_t> spacedSelection(const std::vector<double>& sensitivity, std::int64_t keep) {
    assert(keep >= 1 && keep <= static_cast<std::int64_t>(sensitivity.size()));
    double most = kNone;
    std::vector<std::int64_t> chosen;
    for (std::int64_t gap = 1; gap <= static_cast<std::int64_t>(sensitivity.size()); ++gap) {
        const SpacedSets sets(sensitivity, keep, gap);
        const auto [sum, first] = sets.best();
        if (sum > most || (sum == most && sum > kNone && sets.layersFrom(first) < chosen)) {
            most = sum;
            chosen = sets.layersFrom(first);
        }
    }
    return chosen;
}

} // namespace halyard
