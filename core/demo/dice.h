// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace halyard {

// Random choices that are the same on every machine and with every standard library: the engine is the standard's, what
// is made of its numbers is here.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_engine(seed) {}

    // 0 … count - 1; count of 1 to 2^32.
    [[nodiscard]] std::size_t below(std::size_t count) { return ((m_engine() >> 32U) * count) >> 32U; }
    // In [0, 1), of 53 bits.
    [[nodiscard]] double uniform() { return static_cast<double>(m_engine() >> 11U) * 0x1.0p-53; }
    // Normal of mean 0 and deviation 1.
    [[nodiscard]] double normal();

    template <class Value> void shuffle(std::vector<Value>& values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[below(i)]);
        }
    }
    // Different numbers of 0 … count - 1, in random order; wanted of at most count.
    [[nodiscard]] std::vector<std::size_t> sample(std::size_t count, std::size_t wanted);

private:
    std::mt19937_64 m_engine;
};

} // namespace halyard
