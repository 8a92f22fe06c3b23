// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"
#include "remote/run_session.h"
#include "views/run/run_series.h"

#include <cstdint>
#include <optional>
#include <vector>

#include <QByteArray>
#include <QString>

namespace halyard::app {

// What a run's page shows of events read before, and where reading goes on. Never the truth: it is thrown away when its
// hash is wrong, and the agent says when events.jsonl is another file by now.
struct RunCache {
    remote::RunPosition position;
    std::uint64_t damagedLines = 0;
    views::RunSeries series;
    std::vector<Event> notable; // for the lists
    std::vector<views::StepClock::Tick> ticks; // of the newest steps, for the time that is left
};

[[nodiscard]] QByteArray encoded(const RunCache& cache);
// Nothing when the bytes are not what encoded() made.
[[nodiscard]] std::optional<RunCache> decoded(const QByteArray& bytes);

[[nodiscard]] QString cacheFileOf(const QString& project, const QString& run);
[[nodiscard]] std::optional<RunCache> loadRunCache(const QString& file);
// Removes the caches that were not used longest until the rest is at most half a gigabyte.
void trimCaches();

} // namespace halyard::app
