// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/measure.h"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>

namespace halyard {
namespace {

TEST(Quantile, InterpolatesBetweenOrderStatistics) {
    EXPECT_DOUBLE_EQ(quantile({3, 1, 2}, 0.5), 2.0);
    EXPECT_DOUBLE_EQ(quantile({4, 1, 3, 2}, 0.5), 2.5);
    EXPECT_DOUBLE_EQ(quantile({0, 10}, 0.1), 1.0);
    EXPECT_DOUBLE_EQ(quantile({7}, 0.9), 7.0);
}

TEST(Measure, CallsWarmupAndRepeatsAndTimesTheRepeats) {
    int calls = 0;
    const Measurement result = measure(
        [&] {
            ++calls;
            std::this_thread::sleep_for(std::chrono::milliseconds(calls <= 2 ? 60 : 5));
        },
        {.warmup = 2, .repeats = 5});
    EXPECT_EQ(calls, 7);
    EXPECT_EQ(result.repeats, 5);
    EXPECT_GE(result.p10, 0.005);
    EXPECT_LT(result.p10, 0.05) << "warm-up calls must not be timed";
    EXPECT_LE(result.p10, result.median);
    EXPECT_LE(result.median, result.p90);
}

TEST(MeasureMemory, SeparatesInputsFromTheCall) {
    constexpr std::size_t kInput = 64U << 20U;
    constexpr std::size_t kStep = 32U << 20U;
    std::vector<char> input;
    const MemoryMeasurement memory = measureMemory([&] {
        input.assign(kInput, 1);
        return MeasuredJob{.call = [] {
            std::vector<char> scratch(kStep);
            std::memset(scratch.data(), 1, scratch.size());
        }};
    });
#if !defined(__SANITIZE_ADDRESS__) // its allocator keeps freed memory in quarantine
    EXPECT_NEAR(memory.stepMegabytes, 32, 3);
#endif
    EXPECT_GE(memory.totalMegabytes, 94);
}

} // namespace
} // namespace halyard
