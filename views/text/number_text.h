// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace halyard::views {

// Numbers as the locale of the interface writes them; files never hold these forms.

// Whole numbers with the locale's thousands separators: 20,000.
[[nodiscard]] QString countText(std::int64_t number);
// At most digits significant digits, no useless zeros, an exponent only below 1e-3 and from 1e7: 0.413, 1e-5, 20,000.
[[nodiscard]] QString numberText(double number, int digits = 4);
// 3.4 M, 812, 11.9 k: for numbers that are read at a glance.
[[nodiscard]] QString shortCountText(double number);
// A length in tokens: 512, 4K, 128K, 1M; what is no multiple of 1,024 in full: 3,000.
[[nodiscard]] QString lengthText(double tokens);
// 14.0 GiB, 512 B; powers of 1024.
[[nodiscard]] QString bytesText(double bytes);
// "2 m 10 s", "3 h 20 m", "4 d 6 h", "12 s": the two largest units.
[[nodiscard]] QString durationText(double seconds);

// A duration known within bounds, in seconds.
struct TimeRange {
    double least = 0;
    double most = 0;
    [[nodiscard]] double middle() const { return (least + most) / 2; }
};
// "2 m 10 s (1 m 50 s – 2 m 40 s)"
[[nodiscard]] QString rangeText(const TimeRange& range);

// "14:02" today, with the date on any other day. seconds: Unix time.
[[nodiscard]] QString timeText(double seconds);

} // namespace halyard::views
