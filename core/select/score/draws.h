// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

namespace halyard {

// Random numbers that are the same on every machine and with every library: splitmix64 (Steele, Lea and Flood, 2014).
class Draws {
public:
    explicit Draws(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    // From 0 to count - 1; count below 2^32. Off from uniform by less than count / 2^32.
    std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(((next() >> 32U) * count) >> 32U); }
    // In (0, 1).
    double uniform() { return (static_cast<double>(next() >> 11U) + 0.5) * 0x1p-53; }
    // Standard normal, by the polar method of Marsaglia.
    double normal() {
        for (;;) {
            const double u = 2 * uniform() - 1;
            const double v = 2 * uniform() - 1;
            const double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * std::sqrt(-2 * std::log(s) / s);
            }
        }
    }

private:
    std::uint64_t m_state;
};

} // namespace halyard
