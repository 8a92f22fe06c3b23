// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/accuracy.h"

#include "core/select/score/uncertainty.h"

namespace halyard {

Json accuracyJson(double sum, std::int64_t n) {
    if (n == 0) {
        return {{"n", 0}, {"accuracy", nullptr}, {"low", 0}, {"high", 1}};
    }
    const auto count = static_cast<double>(n);
    const Interval interval = wilsonInterval(sum, count);
    return {{"n", n}, {"accuracy", sum / count}, {"low", interval.low}, {"high", interval.high}};
}

} // namespace halyard
