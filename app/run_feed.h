// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache_reader.h"
#include "remote/run_session.h"

#include <deque>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

namespace halyard::views {
class RunPage;
}

namespace halyard::app {

// Fills a run's page: first, in slices, what a cache kept, then the events from there on; and keeps a cache of a long run.
// Files are read and written beside the event loop.
class RunFeed : public QObject {
    Q_OBJECT

public:
    RunFeed(remote::RunSession& session, views::RunPage& page, const QString& project);

    void start();

Q_SIGNALS:
    void complete(); // all that was there when we asked is shown; again after each reconnecting

private:
    void takeCache();
    void takeEvents(const std::vector<Event>& events);
    void setReading(bool on);
    void showEvents();
    void forget();
    void showProgress(quint64 bytes, quint64 size);
    void keep();

    remote::RunSession* m_session;
    views::RunPage* m_page;
    QString m_file;
    CacheReader m_reader;
    std::uint64_t m_keptTo = 0;  // offset of the newest cache
    std::uint64_t m_damaged = 0; // in what the cache was made from
    views::RunSeries m_waiting; // to be shown together
    bool m_waits = false;
    bool m_firstShown = false;
    QTimer m_show;
    double m_part = 0; // of the events, read so far
    std::deque<Event> m_notable;
};

} // namespace halyard::app
