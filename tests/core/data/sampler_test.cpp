// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sampler.h"

#include "core/base/error.h"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace halyard {
namespace {

struct World {
    std::int64_t ranks;
    std::int64_t batch;
};

// Draws steps batches on every rank of a world, from a saved state on, and gives the state after them.
Json draw(std::int64_t blocks, const World& world, std::int64_t steps, const Json& from, std::vector<std::int64_t>& seen) {
    Json after = from;
    std::vector<std::vector<std::int64_t>> byRank;
    for (std::int64_t rank = 0; rank < world.ranks; ++rank) {
        Sampler sampler({.blocks = blocks, .seed = 9, .rank = rank, .ranks = world.ranks});
        if (!from.is_null()) {
            sampler.restore(from);
        }
        std::vector<std::int64_t> drawn;
        for (std::int64_t step = 0; step < steps; ++step) {
            const auto batch = sampler.next(world.batch);
            drawn.insert(drawn.end(), batch.begin(), batch.end());
        }
        byRank.push_back(std::move(drawn));
        after = sampler.state();
    }
    for (std::size_t i = 0; i < byRank.front().size(); ++i) {
        for (const auto& drawn : byRank) {
            seen.push_back(drawn[i]);
        }
    }
    return after;
}

TEST(Sampler, NeverRepeatsOrSkipsABlockInAnEpochWhereverTheWorldChanges) {
    std::mt19937_64 random(4);
    const auto pick = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    for (int trial = 0; trial < 500; ++trial) {
        const std::int64_t blocks = pick(1, 300);
        const World before{pick(1, 8), pick(1, 12)};
        const World after{pick(1, 8), pick(1, 12)};
        const std::int64_t stop = pick(0, 2 * blocks / (before.ranks * before.batch) + 1);
        std::vector<std::int64_t> seen;
        const Json state = draw(blocks, before, stop, nullptr, seen);
        (void)draw(blocks, after, 2 * blocks / (after.ranks * after.batch) + 1, state, seen);
        for (std::size_t epoch = 0; (epoch + 1) * static_cast<std::size_t>(blocks) <= seen.size(); ++epoch) {
            const auto begin = seen.begin() + static_cast<std::ptrdiff_t>(epoch) * blocks;
            const std::set<std::int64_t> distinct(begin, begin + blocks);
            ASSERT_EQ(distinct.size(), static_cast<std::size_t>(blocks)) << "trial " << trial << " epoch " << epoch;
            ASSERT_EQ(*distinct.begin(), 0);
            ASSERT_EQ(*distinct.rbegin(), blocks - 1);
        }
    }
}

TEST(Sampler, OrdersEpochsAndSeedsDifferently) {
    const auto order = [](std::uint64_t seed, std::uint64_t epoch) {
        const Sampler sampler({.blocks = 100, .seed = seed});
        std::vector<std::int64_t> out;
        for (std::uint64_t i = 0; i < 100; ++i) {
            out.push_back(sampler.blockAt(epoch * 100 + i));
        }
        return out;
    };
    EXPECT_EQ(order(0, 0), order(0, 0));
    EXPECT_NE(order(0, 0), order(0, 1));
    EXPECT_NE(order(0, 0), order(1, 0));
    EXPECT_FALSE(std::is_sorted(order(0, 0).begin(), order(0, 0).end()));
}

TEST(Sampler, VisitsInOrderWithoutShuffle) {
    Sampler sampler({.blocks = 5, .shuffle = false, .rank = 1, .ranks = 2});
    EXPECT_EQ(sampler.next(4), (std::vector<std::int64_t>{1, 3, 0, 2}));
}

TEST(Sampler, RefusesAPositionOfOtherData) {
    Sampler saved({.blocks = 10, .seed = 1});
    (void)saved.next(3);
    Sampler other({.blocks = 11, .seed = 1});
    EXPECT_THROW(other.restore(saved.state()), Error);
    EXPECT_THROW(other.restore(Json::array()), Error);
    EXPECT_THROW(Sampler({.blocks = 0}), Error);
    EXPECT_THROW(Sampler({.blocks = 5, .rank = 2, .ranks = 2}), Error);
}

} // namespace
} // namespace halyard
