// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/series_style.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace halyard::views {

SeriesStyle seriesStyle(int index, ThemeMode mode) {
    static constexpr int kCount = 8;
    static const std::array<QRgb, kCount> kOnLight = {0xFF000000, 0xFF0072B2, 0xFFC77F00, 0xFFD55E00,
                                                      0xFF2E8CC4, 0xFF008A65, 0xFFB9608F, 0xFF8F8300};
    static const std::array<QRgb, kCount> kOnDark = {0xFFFFFFFF, 0xFF4AA3DF, 0xFFE69F00, 0xFFE8702A,
                                                     0xFF56B4E9, 0xFF00A87B, 0xFFCC79A7, 0xFFF0E442};
    static const std::array<Qt::PenStyle, 4> kDashes = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    const int known = std::max(index, 0);
    const auto at = static_cast<std::size_t>(known % kCount);
    SeriesStyle style;
    style.color = QColor::fromRgba((mode == ThemeMode::Dark ? kOnDark : kOnLight)[at]);
    style.dash = kDashes[static_cast<std::size_t>(known / kCount + (at >= 2 ? static_cast<int>(at) : 0)) % kDashes.size()];
    style.marker = static_cast<SeriesMarker>(at);
    return style;
}

QColor viridis(double position) {
    static const std::array<std::array<double, 3>, 9> kStops = {{{68, 1, 84},
                                                                 {71, 44, 122},
                                                                 {59, 81, 139},
                                                                 {44, 113, 142},
                                                                 {33, 144, 141},
                                                                 {39, 173, 129},
                                                                 {92, 200, 99},
                                                                 {170, 220, 50},
                                                                 {253, 231, 37}}};
    const double scaled = (std::isfinite(position) ? std::clamp(position, 0.0, 1.0) : 0.0) * (kStops.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(scaled), kStops.size() - 2);
    const double part = scaled - static_cast<double>(low);
    std::array<int, 3> rgb{};
    for (std::size_t i = 0; i < rgb.size(); ++i) {
        rgb[i] = static_cast<int>(std::lround(kStops[low][i] + part * (kStops[low + 1][i] - kStops[low][i])));
    }
    return {rgb[0], rgb[1], rgb[2]};
}

} // namespace halyard::views
