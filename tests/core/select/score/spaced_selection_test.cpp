// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/spaced_selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace halyard {
namespace {

using Layers = std::vector<std::int64_t>;

// The rule, by trying every set.
Layers byTrying(const std::vector<double>& sensitivity, std::int64_t keep) {
    const auto layers = static_cast<std::int64_t>(sensitivity.size());
    Layers best;
    double most = -1e300;
    for (std::uint32_t set = 1; set < (1U << static_cast<unsigned>(layers)); ++set) {
        Layers chosen;
        double sum = 0;
        for (std::int64_t layer = 0; layer < layers; ++layer) {
            if ((set >> static_cast<unsigned>(layer) & 1U) != 0) {
                chosen.push_back(layer);
                sum += sensitivity[static_cast<std::size_t>(layer)];
            }
        }
        if (static_cast<std::int64_t>(chosen.size()) != keep) {
            continue;
        }
        std::int64_t least = layers;
        std::int64_t largest = 1;
        for (std::size_t i = 1; i < chosen.size(); ++i) {
            least = std::min(least, chosen[i] - chosen[i - 1]);
            largest = std::max(largest, chosen[i] - chosen[i - 1]);
        }
        // a gap g with all gaps g or g + 1, the first layer at most g and the last at most g from the end
        bool fits = keep == 1;
        for (std::int64_t gap = 1; gap <= layers && !fits; ++gap) {
            fits = least >= gap && largest <= gap + 1 && chosen.front() <= gap && layers - 1 - chosen.back() <= gap;
        }
        if (fits && (sum > most || (sum == most && chosen < best))) {
            most = sum;
            best = chosen;
        }
    }
    return best;
}

TEST(SpacedSelection, IsTheBestOfAllSetsOfItsKind) {
    std::mt19937_64 random(4);
    for (std::int64_t layers = 1; layers <= 12; ++layers) {
        for (std::int64_t keep = 1; keep <= layers; ++keep) {
            for (int trial = 0; trial < 5; ++trial) {
                std::vector<double> sensitivity;
                for (std::int64_t i = 0; i < layers; ++i) {
                    sensitivity.push_back(static_cast<double>(random() % 8));
                }
                EXPECT_EQ(spacedSelection(sensitivity, keep), byTrying(sensitivity, keep)) << layers << " " << keep;
            }
        }
    }
}

TEST(SpacedSelection, HoldsThePublishedListsToBeOfItsKind) {
    // Made the most sensitive, a published list (kl_guided.md section 3.3, "smart") is what is found.
    const auto found = [](std::int64_t layers, const Layers& published) {
        std::vector<double> sensitivity(static_cast<std::size_t>(layers), 0);
        for (const std::int64_t layer : published) {
            sensitivity[static_cast<std::size_t>(layer)] = 1;
        }
        return spacedSelection(sensitivity, static_cast<std::int64_t>(published.size()));
    };
    EXPECT_EQ(found(28, {0, 4, 9, 14, 19, 23, 27}), (Layers{0, 4, 9, 14, 19, 23, 27}));
    EXPECT_EQ(found(28, {0, 3, 6, 9, 12, 16, 19, 23, 27}), (Layers{0, 3, 6, 9, 12, 16, 19, 23, 27}));
    EXPECT_EQ(found(36, {3, 11, 19, 27, 35}), (Layers{3, 11, 19, 27, 35}));
}

} // namespace
} // namespace halyard
