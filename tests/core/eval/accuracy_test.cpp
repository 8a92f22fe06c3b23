// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/accuracy.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

TEST(Accuracy, HasItsCountAndInterval) {
    const Json half = accuracyJson(5, 10);
    EXPECT_EQ(half["n"], 10);
    EXPECT_EQ(half["accuracy"], 0.5);
    EXPECT_NEAR(half["low"].get<double>(), 0.2365931, 1e-6);
    EXPECT_NEAR(half["high"].get<double>(), 0.7634069, 1e-6);
    EXPECT_EQ(accuracyJson(0, 0), (Json{{"n", 0}, {"accuracy", nullptr}, {"low", 0}, {"high", 1}}));
}

} // namespace
} // namespace halyard
