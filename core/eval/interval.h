// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace halyard {

struct Interval {
    double low = 0;
    double high = 1;
};

// Wilson's score interval of a share, 95 % (z = 1.96): the shares p with |p − sum/n| ≤ z sqrt(p (1 − p) / n). sum may be a
// fraction where answers are judged by parts. n = 0 gives [0, 1].
[[nodiscard]] Interval wilsonInterval(double sum, double n);

// {"n", "accuracy", "low", "high"}
[[nodiscard]] Json accuracyJson(double sum, double n);

} // namespace halyard
