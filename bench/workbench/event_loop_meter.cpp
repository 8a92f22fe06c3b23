// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/workbench/event_loop_meter.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <QEvent>

namespace halyard {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kBeat{5};

} // namespace

double threadMilliseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

LoopProbe::LoopProbe() {
    m_thread = std::thread([this] {
        for (auto due = Clock::now(); m_goesOn; due += kBeat) {
            std::this_thread::sleep_until(due);
            QMetaObject::invokeMethod(
                &m_target,
                [this, posted = Clock::now()] {
                    m_waits.push_back(std::chrono::duration<double, std::milli>(Clock::now() - posted).count());
                },
                Qt::QueuedConnection);
        }
    });
}

LoopProbe::~LoopProbe() {
    if (m_thread.joinable()) {
        (void)stop();
    }
}

Json LoopProbe::stop() {
    m_goesOn = false;
    m_thread.join();
    QCoreApplication::sendPostedEvents(&m_target);
    std::sort(m_waits.begin(), m_waits.end());
    if (m_waits.empty()) {
        return nullptr;
    }
    return {{"p99_ms", m_waits[m_waits.size() * 99 / 100]}, {"max_ms", m_waits.back()}, {"beats", m_waits.size()}};
}

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
    if (m_depth > 0) {
        return QApplication::notify(receiver, event);
    }
    // Before: the event may end its receiver.
    const QByteArray name = receiver->metaObject()->className() + QByteArray(" ") + QByteArray::number(event->type());
    const double begin = threadMilliseconds();
    ++m_depth;
    const bool done = QApplication::notify(receiver, event);
    --m_depth;
    const double took = threadMilliseconds() - begin;
    if (took > m_longest) {
        m_longest = took;
        m_longestOf = name;
    }
    return done;
}

Json MeteredApplication::takeTimes() {
    const double now = threadMilliseconds();
    const Json out = {{"longest_ms", m_longest}, {"longest_of", m_longestOf.toStdString()}, {"busy_ms", now - m_since}};
    m_longest = 0;
    m_longestOf.clear();
    m_since = now;
    return out;
}

} // namespace halyard
