// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/uncertainty.h"

#include "core/select/score/draws.h"

#include <cmath>

#include <gtest/gtest.h>

namespace halyard {
namespace {

TEST(WilsonInterval, IsThatOfTheTables) {
    // Newcombe (1998), table I, method 3.
    const struct {
        double k, n, low, high;
    } cases[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0, 0.1611}, {1, 29, 0.0061, 0.1718}};
    for (const auto& c : cases) {
        const Interval interval = wilsonInterval(c.k, c.n);
        EXPECT_NEAR(interval.low, c.low, 6e-5) << c.k;
        EXPECT_NEAR(interval.high, c.high, 6e-5) << c.k;
    }
    EXPECT_EQ(wilsonInterval(0, 20).low, 0);
    EXPECT_EQ(wilsonInterval(20, 20).high, 1);
    EXPECT_NEAR(wilsonInterval(20, 20).low, 1 - 0.1611, 6e-5);
}

TEST(Draws, AreTheSameEverywhere) {
    Draws draws(0);
    EXPECT_EQ(draws.next(), 0xE220A8397B1DCDAFU); // splitmix64's published first values for seed 0
    EXPECT_EQ(draws.next(), 0x6E789E6AA1B965F4U);
    Draws others(7);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 20000; ++i) {
        const double value = others.normal();
        sum += value;
        squares += value * value;
        EXPECT_LT(others.below(5), 5U);
    }
    EXPECT_NEAR(sum / 20000, 0, 0.03);
    EXPECT_NEAR(squares / 20000, 1, 0.04);
}

constexpr std::size_t kItems = 400;

// Two layers, one task of recall. Of the items the first layer fails every fourth, the second every second, and the
// teacher none that is a multiple of 5.
Sweep sweepOfItems() {
    Sweep sweep;
    sweep.layerCount = 2;
    const auto resultOf = [](const auto& isRight) {
        TaskResult result;
        result.metric = "contains";
        for (std::size_t i = 0; i < kItems; ++i) {
            result.perItem.push_back(isRight(i) ? 1.0F : 0.0F);
            result.value += (isRight(i) ? 1.0 : 0.0) / static_cast<double>(kItems);
        }
        result.items = kItems;
        return result;
    };
    sweep.layers[0]["swde"] = resultOf([](std::size_t i) { return i % 4 != 0; });
    sweep.layers[1]["swde"] = resultOf([](std::size_t i) { return i % 2 != 0; });
    sweep.teacher.emplace()["swde"] = resultOf([](std::size_t) { return true; });
    return sweep;
}

const ScoreRule kFromTeacher = {ScoreMethod::JetNemotron, Baseline::Teacher};

Uncertainty uncertaintyOf(const Sweep& sweep, std::uint64_t seed, std::size_t draws = 4000) {
    std::vector<Message> warnings;
    const ScoreTable table = scoreTable(sweep, kFromTeacher, "test", warnings);
    return scoreUncertainty(sweep, table, kFromTeacher, 1, {.seed = seed, .draws = draws, .level = 0.95});
}

// The bootstrap of a mean of paired differences d has, for many items, the interval mean ± 1.96 √(var(d) / n).
TEST(ScoreUncertainty, OverItemsAgreesWithTheClosedFormOfAMean) {
    const Uncertainty known = uncertaintyOf(sweepOfItems(), 1);
    EXPECT_EQ(known.tasks.at("swde"), ErrorSource::Items);
    EXPECT_FALSE(known.independent);
    const double shares[] = {0.25, 0.5};
    for (std::size_t layer = 0; layer < 2; ++layer) {
        const double error = std::sqrt(shares[layer] * (1 - shares[layer]) / static_cast<double>(kItems));
        EXPECT_NEAR(known.layers[layer].interval.low, shares[layer] - kNormal95 * error, 0.1 * error) << layer;
        EXPECT_NEAR(known.layers[layer].interval.high, shares[layer] + kNormal95 * error, 0.1 * error) << layer;
    }
    EXPECT_EQ(known.layers[1].keptShare, 1);
    EXPECT_EQ(known.layers[0].keptShare, 0);
}

TEST(ScoreUncertainty, IsTheSameForASeedAndAnotherForAnother) {
    const Uncertainty first = uncertaintyOf(sweepOfItems(), 5, 100);
    const Uncertainty again = uncertaintyOf(sweepOfItems(), 5, 100);
    const Uncertainty other = uncertaintyOf(sweepOfItems(), 6, 100);
    EXPECT_EQ(first.layers[0].interval.low, again.layers[0].interval.low);
    EXPECT_EQ(first.layers[1].interval.high, again.layers[1].interval.high);
    EXPECT_NE(first.layers[0].interval.low, other.layers[0].interval.low);
    EXPECT_TRUE(uncertaintyOf(sweepOfItems(), 5, 0).layers.empty());
}

// Items that the models share: the difference of two equal models has no error at all.
TEST(ScoreUncertainty, DrawsTheSameItemsForEveryModel) {
    Sweep sweep = sweepOfItems();
    sweep.layers[0] = *sweep.teacher;
    const Uncertainty known = uncertaintyOf(sweep, 1, 200);
    EXPECT_EQ(known.layers[0].interval.low, 0);
    EXPECT_EQ(known.layers[0].interval.high, 0);
}

TEST(ScoreUncertainty, UsesPrintedErrorsThenCountsThenNothing) {
    Sweep sweep = sweepOfItems();
    for (TaskResults* results : {&sweep.layers[0], &sweep.layers[1], &*sweep.teacher}) {
        results->at("swde").perItem.clear();
        results->at("swde").items.reset();
    }
    EXPECT_EQ(uncertaintyOf(sweep, 1).tasks.at("swde"), ErrorSource::None);
    EXPECT_TRUE(uncertaintyOf(sweep, 1).layers.empty());
    for (TaskResults* results : {&sweep.layers[0], &sweep.layers[1], &*sweep.teacher}) {
        results->at("swde").items = kItems;
    }
    const Uncertainty counted = uncertaintyOf(sweep, 1);
    EXPECT_EQ(counted.tasks.at("swde"), ErrorSource::Counts);
    EXPECT_TRUE(counted.independent);
    // The teacher's share of 1 has no error; the layer's is √(0.25 · 0.75 / 400).
    const double error = std::sqrt(0.25 * 0.75 / static_cast<double>(kItems));
    EXPECT_NEAR(counted.layers[0].interval.low, 0.25 - kNormal95 * error, 0.1 * error);
    for (TaskResults* results : {&sweep.layers[0], &sweep.layers[1], &*sweep.teacher}) {
        results->at("swde").standardError = 0.03;
    }
    const Uncertainty printed = uncertaintyOf(sweep, 1);
    EXPECT_EQ(printed.tasks.at("swde"), ErrorSource::Stderr);
    const double both = std::sqrt(2.0) * 0.03; // of a difference of two independent results
    EXPECT_NEAR(printed.layers[0].interval.low, 0.25 - kNormal95 * both, 0.1 * both);
    EXPECT_NEAR(printed.layers[0].interval.high, 0.25 + kNormal95 * both, 0.1 * both);
}

} // namespace
} // namespace halyard
