// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/forecast.h"

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "views/run/run_facts.h"
#include "views/text/number_text.h"

#include <algorithm>

#include <QCoreApplication>

namespace halyard::app {

namespace {

views::Forecast shown(const RunForecast& forecast, const FreeSpace& left) {
    views::Forecast out;
    out.stage = views::kindText(forecast.kind);
    if (forecast.tokens > 0) {
        out.tokens = forecast.tokens;
    }
    if (forecast.seconds) {
        out.time = views::TimeRange{forecast.seconds->least, forecast.seconds->most};
    }
    if (forecast.memory) {
        out.memoryBytes = forecast.memory->total();
        out.memoryFree = forecast.onGpu ? std::nullopt : left.memory;
    }
    out.diskBytes = forecast.diskBytes;
    out.diskFree = left.disk;
    return out;
}

} // namespace

std::vector<views::Forecast> shownForecasts(const RunSpec& spec, const ForecastBasis& basis, const FreeSpace& left) {
    std::vector<views::Forecast> out;
    for (const RunForecast& forecast : forecastsOf(spec, basis)) {
        out.push_back(shown(forecast, left));
    }
    return out;
}

QString meaningOf(const RunSpec& spec, const std::filesystem::path& project) {
    constexpr std::int64_t kLong = 128 * 1024;
    constexpr std::int64_t kBytes = 2; // caches are kept in bfloat16
    const auto models = spec.kind == RunKind::Stage2 ? modelsOf(spec, project) : std::nullopt;
    if (!models) {
        return {};
    }
    try {
        const std::vector<std::string>& mixers = models->student.mixer_types;
        const auto before = static_cast<double>(cacheBytes(*models->teacher, kLong, kBytes).kv);
        const auto after = static_cast<double>(cacheBytes(models->student, kLong, kBytes).kv);
        return QCoreApplication::translate("halyard::app::Forecast",
                                           "%1 of %2 layers become linear. Cache at 128K tokens: %3 → %4.")
            .arg(views::countText(std::count_if(mixers.begin(), mixers.end(), [](const auto& name) { return name != "attn"; })),
                 views::countText(static_cast<std::int64_t>(mixers.size())), views::bytesText(before), views::bytesText(after));
    } catch (const Error&) {
        return {}; // a mixer whose cache nobody knows
    }
}

} // namespace halyard::app
