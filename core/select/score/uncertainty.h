// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/importance.h"

#include <cstdint>

namespace halyard {

struct Interval {
    double low = 0;
    double high = 0;
};

// 95 % of a normal distribution lies within this many standard deviations.
inline constexpr double kNormal95 = 1.959963984540054;

// The interval of a share by Wilson (1927): for k of n, p = k / n,
//   (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
// It stays within 0 and 1 and is not empty at 0 of n and n of n. n > 0; k need not be whole (a mean of shares times n).
[[nodiscard]] Interval wilsonInterval(double successes, double trials, double z = kNormal95);

// The interval of a difference of two independent shares by Newcombe (1998, method 10), of the first less the second, from
// Wilson's of each:
//   d − √((p1 − l1)² + (u2 − p2)²) … d + √((u1 − p1)² + (p2 − l2)²)
[[nodiscard]] Interval newcombeInterval(double successes1, double trials1, double successes2, double trials2);

// The two-sided 95 % quantile of Student's t with so many degrees of freedom (≥ 1): 12.706 for 1, 4.303 for 2, … 1.960.
[[nodiscard]] double studentQuantile95(std::size_t degrees);

// What a task's error is known from, the best first.
enum class ErrorSource {
    Items,  // results of single items: they are drawn again, the same ones for every model
    Stderr, // the standard error that was printed; models are taken as independent
    Counts, // the number of items of a share: √(p(1 − p)/n); models are taken as independent
    None,   // nothing is known, and the value is taken as exact
};
[[nodiscard]] std::string_view nameOf(ErrorSource source); // "items", "stderr", "counts", "none"

struct UncertaintyOptions {
    std::uint64_t seed = 0;
    std::size_t draws = 1000;
    double level = 0.95; // of the intervals
};

struct LayerUncertainty {
    Interval interval;    // of the score: percentiles of the draws, with linear interpolation
    double keptShare = 0; // share of the draws in which the layer is among the kept ones
};

struct Uncertainty {
    std::map<std::string, ErrorSource> tasks;
    std::vector<LayerUncertainty> layers; // in the order of the table; empty when no task has an error
    // Whether layers were taken as independent although they answered the same items: the intervals are then wider than
    // the truth, and a selection looks less stable than it is.
    bool independent = false;
    UncertaintyOptions options;
};

// Draws the results of the table again, options.draws times, and scores them by the rule; count: the layers kept. The
// same options give the same intervals on every machine. Items are drawn with replacement, the same ones for all models
// of a draw, when every model of the table has the same number of them.
[[nodiscard]] Uncertainty scoreUncertainty(const Sweep& sweep, const ScoreTable& table, const ScoreRule& rule,
                                           std::size_t count, const UncertaintyOptions& options);

} // namespace halyard
