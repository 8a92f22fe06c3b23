// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

// This program's operator new, which counts, and fails when asked to.
namespace halyard::testing {

struct Allocations {
    static std::size_t liveBytes();
    // The most that was live since the last call of restartPeak().
    static std::size_t peakBytes();
    static void restartPeak();
    // The n-th allocation from now on throws std::bad_alloc, once; 0: none does.
    static void failAt(std::uint64_t n);
    // Whether the allocation that failAt named was reached.
    static bool hasFailed();
};

} // namespace halyard::testing
