// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/watched_signals.h"

#include "core/base/error.h"
#include "core/run/command_inbox.h"

#include <cerrno>
#include <sys/signalfd.h>
#include <unistd.h>

namespace halyard {

WatchedSignals::WatchedSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD, kStopSignal, kStopNowSignal}) {
        sigaddset(&set, signal);
    }
    ::sigprocmask(SIG_BLOCK, &set, &m_before);
    m_signals = FileDescriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!m_signals.isOpen()) {
        const int error = errno;
        ::sigprocmask(SIG_SETMASK, &m_before, nullptr);
        throw systemError("signalfd", HALYARD_TEXT("creating"), error);
    }
}

WatchedSignals::~WatchedSignals() {
    ::sigprocmask(SIG_SETMASK, &m_before, nullptr);
}

void WatchedSignals::wait(std::vector<pollfd> others, std::chrono::milliseconds longest) const {
    others.push_back({m_signals.get(), POLLIN, 0});
    (void)::poll(others.data(), others.size(), static_cast<int>(longest.count()));
}

WatchedSignals::Request WatchedSignals::take() {
    constexpr std::chrono::milliseconds kSamePress{1000};
    Request request = Request::None;
    signalfd_siginfo info{};
    while (::read(m_signals.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (info.ssi_signo == SIGCHLD || info.ssi_signo == SIGHUP) { // a terminal that closed does not end a run
            continue;
        }
        const auto signal = static_cast<int>(info.ssi_signo);
        if (signal == kStopSignal || signal == kStopNowSignal) {
            request = signal == kStopNowSignal ? Request::StopNow : request == Request::None ? Request::Stop : request;
            continue;
        }
        const auto now = std::chrono::steady_clock::now();
        if (!m_asked) {
            m_asked = true;
            m_when = now;
            request = Request::Stop;
        } else if (now - m_when > kSamePress) {
            request = Request::StopNow;
        }
    }
    return request;
}

} // namespace halyard
