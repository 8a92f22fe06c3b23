// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/dice.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace halyard {

double Dice::normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform())); // Box and Muller
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

std::vector<std::size_t> Dice::sample(std::size_t count, std::size_t wanted) {
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (std::size_t i = 0; i < wanted; ++i) {
        std::swap(all[i], all[i + below(count - i)]);
    }
    all.resize(wanted);
    return all;
}

} // namespace halyard
