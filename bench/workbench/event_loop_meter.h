// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <QApplication>

namespace halyard {

// Processor time of the calling thread in ms.
[[nodiscard]] double threadMilliseconds();

// Measures how long the event loop keeps what is posted to it waiting. Another thread posts a heartbeat every 5 ms
// whatever the loop does, so a loop that stands still for half a second is seen by a hundred heartbeats and not by one.
class LoopProbe {
public:
    LoopProbe();
    ~LoopProbe();

    // {"p99_ms", "max_ms", "beats"}; ends the measurement.
    [[nodiscard]] Json stop();

private:
    QObject m_target; // in the thread of the loop
    std::vector<double> m_waits;
    std::atomic<bool> m_goesOn = true;
    std::thread m_thread;
};

// Notes the processor time of each event that the main thread handles: what a busy machine cannot make longer.
class MeteredApplication : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

    // {"longest_ms", "longest_of", "busy_ms"} since the last call.
    [[nodiscard]] Json takeTimes();

private:
    int m_depth = 0;
    double m_longest = 0;
    double m_since = threadMilliseconds();
    QByteArray m_longestOf;
};

} // namespace halyard
