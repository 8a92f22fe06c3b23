// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run_cache.h"

#include <optional>

#include <QObject>
#include <QTimer>

namespace halyard::app {

// Reads the cache of a run beside the event loop and hands its curves out in slices, so that nothing waits for a long one.
class CacheReader : public QObject {
    Q_OBJECT

public:
    explicit CacheReader(QString file);
    void start(); // once
    // As start() found it, until finished() has been told; none: there is none.
    [[nodiscard]] const std::optional<RunCache>& cache() const { return m_cache; }

Q_SIGNALS:
    void sliceRead(const halyard::views::RunSeries& slice);
    void finished(); // at once when there is no cache

private:
    void take(std::optional<RunCache> cache);
    void readSlice();

    QString m_file;
    QTimer m_slice;
    std::optional<RunCache> m_cache;
    std::size_t m_read = 0;
};

} // namespace halyard::app
