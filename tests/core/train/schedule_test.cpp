// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <gtest/gtest.h>

namespace halyard {

namespace {

SchedulePart schedule(const std::string& kind, std::int64_t warmup, std::int64_t decay = 0) {
    SchedulePart part;
    part.kind = kind;
    part.warmup_steps = warmup;
    part.decay_steps = decay;
    return part;
}

struct Expected {
    std::int64_t s;
    double rate;
};

void expectRates(const SchedulePart& part, std::int64_t total, const std::vector<Expected>& expected) {
    for (const Expected& e : expected) {
        EXPECT_NEAR(learningRate(part, total, 1e-3, 1e-5, e.s), e.rate, 1e-12) << part.kind << " at update " << e.s;
    }
}

} // namespace

TEST(LearningRate, CosineRisesFromZeroAndFallsToTheMinimum) {
    expectRates(schedule("cosine", 50), 20050,
                {{0, 0}, {1, 2e-5}, {25, 5e-4}, {49, 9.8e-4}, {50, 1e-3}, {10050, 5.05e-4}, {20050, 1e-5}});
    EXPECT_GT(learningRate(schedule("cosine", 50), 20050, 1e-3, 1e-5, 20049), 1e-5);
}

TEST(LearningRate, WsdIsFlatThenFallsOverTheLastSteps) {
    expectRates(schedule("wsd", 10, 100), 1000,
                {{0, 0}, {1, 1e-4}, {10, 1e-3}, {899, 1e-3}, {900, 1e-3}, {950, 5.05e-4}, {1000, 1e-5}});
    EXPECT_LT(learningRate(schedule("wsd", 10, 100), 1000, 1e-3, 1e-5, 901), 1e-3);
}

TEST(LearningRate, ConstantKeepsThePeak) {
    expectRates(schedule("constant", 4), 100, {{0, 0}, {2, 5e-4}, {4, 1e-3}, {99, 1e-3}});
    expectRates(schedule("constant", 0), 100, {{0, 1e-3}});
}

TEST(LearningRate, AMinimumAboveThePeakCountsAsThePeak) {
    EXPECT_DOUBLE_EQ(learningRate(schedule("cosine", 0), 10, 1e-6, 1e-5, 5), 1e-6);
}

} // namespace halyard
