// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache_reader.h"
#include "remote/run_session.h"

namespace halyard::views {
class RunPage;
}

namespace halyard::app {

// The curves of another run in a run's page: what its cache kept, then its events from there on, live. The page says how
// far it is; destroying it stops the reading.
class ComparisonFeed : public QObject {
    Q_OBJECT

public:
    ComparisonFeed(remote::AgentSession& agent, views::RunPage& page, const QString& project, const QString& run);
    void start();

private:
    void takeEvents(const std::vector<Event>& events);
    void show();

    views::RunPage* m_page;
    QString m_run;
    CacheReader m_reader;
    remote::RunSession m_session;
    views::RunSeries m_waiting; // to be shown together
    QTimer m_show;
    double m_part = 0; // of the events, read so far
};

} // namespace halyard::app
