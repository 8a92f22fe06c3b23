// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/interval.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

// As scipy.stats.binomtest(k, n).proportion_ci(method="wilson") gives them.
TEST(WilsonInterval, IsThatOfTheTables) {
    const struct {
        double sum, n, low, high;
    } cases[] = {{0, 10, 0, 0.2775328}, {5, 10, 0.2365931, 0.7634069}, {10, 10, 0.7224672, 1}, {190, 200, 0.9104219, 0.9726174}};
    for (const auto& expected : cases) {
        const Interval interval = wilsonInterval(expected.sum, expected.n);
        EXPECT_NEAR(interval.low, expected.low, 1e-6);
        EXPECT_NEAR(interval.high, expected.high, 1e-6);
    }
    EXPECT_EQ(wilsonInterval(0, 0).low, 0);
    EXPECT_EQ(wilsonInterval(0, 0).high, 1);
    EXPECT_TRUE(accuracyJson(0, 0)["accuracy"].is_null());
}

} // namespace
} // namespace halyard
