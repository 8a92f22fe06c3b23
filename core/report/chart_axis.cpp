// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart_axis.h"

#include "core/report/svg.h"
#include "core/report/written.h"

#include <algorithm>
#include <cmath>

namespace halyard {

bool ChartAxis::takes(double value) const {
    return std::isfinite(value) && (m_scale == AxisScale::Linear || value > 0);
}

double ChartAxis::onScale(double value) const {
    return m_scale == AxisScale::Linear ? value : std::log10(value);
}

void ChartAxis::include(double value) {
    m_low = std::min(m_low, onScale(value));
    m_high = std::max(m_high, onScale(value));
}

void ChartAxis::finish(double margin) {
    if (m_low > m_high) {
        m_low = 0;
        m_high = 1;
    }
    if (m_low == m_high) {
        m_low -= 0.5;
        m_high += 0.5;
    }
    const double more = margin * (m_high - m_low);
    m_low -= more;
    m_high += more;
}

void ChartAxis::fix(double low, double high) {
    m_low = onScale(low);
    m_high = onScale(high);
}

double ChartAxis::placeOf(double value) const {
    return (onScale(value) - m_low) / (m_high - m_low);
}

std::vector<ChartTick> ChartAxis::ticks(int count, const std::vector<double>& points) const {
    std::vector<ChartTick> out;
    if (m_scale == AxisScale::Lengths) {
        std::vector<double> values = points;
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        for (const double value : values) {
            out.push_back({value, writtenLength(value)});
        }
        return out;
    }
    const std::vector<double> values = m_scale == AxisScale::Linear
                                           ? roundTicks(m_low, m_high, count)
                                           : powerTicks(std::pow(10.0, m_low), std::pow(10.0, m_high));
    for (const double value : values) {
        out.push_back({value, svg::number(value)});
    }
    return out;
}

std::vector<double> roundTicks(double low, double high, int count) {
    const double rough = (high - low) / std::max(1, count);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) {
            step = factor * power;
            break;
        }
    }
    std::vector<double> ticks;
    for (double tick = std::ceil(low / step); tick * step <= high * (1 + 1e-12); ++tick) {
        ticks.push_back(tick * step + 0.0);
    }
    return ticks;
}

std::vector<double> powerTicks(double low, double high) {
    std::vector<double> powers;
    std::vector<double> finer;
    const auto first = static_cast<int>(std::floor(std::log10(low)));
    const auto last = static_cast<int>(std::ceil(std::log10(high)));
    for (int power = first; power <= last; ++power) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double tick = factor * std::pow(10.0, power);
            if (tick >= low * (1 - 1e-12) && tick <= high * (1 + 1e-12)) {
                finer.push_back(tick);
                if (factor == 1.0) {
                    powers.push_back(tick);
                }
            }
        }
    }
    return powers.size() >= 3 ? powers : finer;
}

} // namespace halyard
