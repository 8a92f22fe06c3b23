// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cancellation.h"

#include "core/base/error.h"

#include <csignal>
#include <unistd.h>

namespace halyard {

namespace {

// The one piece of global state: a signal has no other way to reach the program.
volatile std::sig_atomic_t g_stopRequested = 0;

void onSignal(int /*signal*/) {
    if (g_stopRequested != 0) {
        ::_exit(static_cast<int>(ErrorKind::Stopped));
    }
    g_stopRequested = 1;
}

} // namespace

void Cancellation::installSignalHandlers() {
    struct sigaction action {};
    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

bool Cancellation::requested() {
    return g_stopRequested != 0;
}

void Cancellation::throwIfRequested() {
    if (requested()) {
        throw Error(ErrorKind::Stopped, HALYARD_TEXT("Stopped on request."));
    }
}

} // namespace halyard
