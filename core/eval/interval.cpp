// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/interval.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace halyard {

Interval wilsonInterval(double sum, double n) {
    constexpr double kZ = 1.959963984540054;
    if (n <= 0) {
        return {};
    }
    const double share = sum / n;
    const double z2n = kZ * kZ / n;
    const double middle = (share + z2n / 2) / (1 + z2n);
    const double half = kZ / (1 + z2n) * std::sqrt(share * (1 - share) / n + z2n / (4 * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Json accuracyJson(double sum, double n) {
    const Interval interval = wilsonInterval(sum, n);
    return {{"n", static_cast<std::int64_t>(n)}, {"accuracy", n > 0 ? Json(sum / n) : Json(nullptr)}, {"low", interval.low}, {"high", interval.high}};
}

} // namespace halyard
