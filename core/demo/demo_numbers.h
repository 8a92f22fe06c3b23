// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_results.h"

#include <optional>
#include <string>
#include <vector>

namespace halyard {

// One measured number of a demo, with all that says what it is of; what does not apply is empty.
struct DemoNumber {
    std::string quantity; // "needles", "recall", "choices", "importance", "prefill_seconds", "token_milliseconds",
                          // "cache_bytes", a verdict's key
    std::string model;    // a curve's key, "teacher", "hypenet"; of a verdict "gate" or "goal"
    std::string scaling;
    std::string haystack;
    std::optional<std::int64_t> seed;
    std::optional<std::int64_t> length;
    std::optional<std::int64_t> layer; // the one that was exchanged
    std::optional<DemoShare> share;
    double value = 0;
    std::optional<double> low; // 95 %; of a share Wilson's
    std::optional<double> high;
};

// Every number of a demo that was measured, in the order of its results.
[[nodiscard]] std::vector<DemoNumber> demoNumbers(const DemoResults& results);

// Of columns of results.csv: a name each, and a field each of a number, as it is written.
[[nodiscard]] const std::vector<std::string>& demoNumberColumns();
[[nodiscard]] std::vector<std::string> fieldsOf(const DemoNumber& number);
// The header and a line a number.
[[nodiscard]] std::string toCsv(const std::vector<DemoNumber>& numbers);

} // namespace halyard
