// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/run/run_folder.h"
#include "remote/agent/memory_evidence.h"
#include "remote/agent/progress_watch.h"

#include <optional>
#include <string>

namespace halyard {

// How a run ended, as exit.json keeps it.
struct RunEnd {
    std::string ended{};  // done | stopped | failed | crashed
    std::string cause{};  // RunStatus::cause
    Message message{};    // one sentence; its pattern is empty when there is nothing to say
    int exitCode = -1;    // of a worker that exited
    int signal = 0;       // that ended it
    int rank = 0;         // the first that failed

    // What `halyard run` exits with.
    [[nodiscard]] int programExitCode() const;
};

// What was asked of the worker before it ended.
enum class Asked { Nothing, Stop, TimeLimit, StopNow };

// All there is to judge by.
struct EndEvidence {
    int waitStatus = 0; // of waitpid(), of the rank that decides
    int rank = 0;
    int processes = 1;
    pid_t process = 0;
    Asked asked = Asked::Nothing;
    double limitHours = 0;
    bool mayWaitAtStep = false;     // it was started to go to a step and no further
    std::optional<Message> failure; // the sentence of the run's newest event "failed"
    std::string lastWords;          // of the rank on its standard error
    MemoryVerdict memory = MemoryVerdict::CannotBeSeen;
    std::optional<Hang> hang;       // for which the ranks were ended
    std::filesystem::path run;
};
[[nodiscard]] RunEnd judgeEnd(const EndEvidence& evidence);

} // namespace halyard
