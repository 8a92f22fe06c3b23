// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/run_end.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/run/launch.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/wait.h>

namespace halyard {

namespace {

std::string who(const EndEvidence& evidence) {
    return evidence.processes > 1 ? "Rank " + std::to_string(evidence.rank) : "The worker";
}

std::string decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

// What a program of ours or LibTorch says when it is refused memory.
bool speaksOfMemory(const std::string& words) {
    for (const char* mark : {"There is not enough memory", "std::bad_alloc", "can't allocate memory", "not enough memory:",
                             "out of memory", "Cannot allocate memory"}) {
        if (words.find(mark) != std::string::npos) {
            return true;
        }
    }
    return false;
}

Message ofStop(const EndEvidence& evidence) {
    if (evidence.asked != Asked::TimeLimit) {
        return {};
    }
    return {HALYARD_TEXT("The run reached its time limit of {hours} hours (\"limits.hours\") and was stopped."),
            {{"hours", decimal(evidence.limitHours)}}};
}

void judgeExit(const EndEvidence& evidence, RunEnd& end) {
    end.exitCode = WEXITSTATUS(evidence.waitStatus);
    if (end.exitCode == 0) {
        end.ended = end.cause = "done";
        return;
    }
    if (end.exitCode == static_cast<int>(ErrorKind::Stopped)) {
        end.ended = "stopped";
        end.cause = evidence.asked == Asked::TimeLimit ? "time_limit" : "stopped";
        end.message = ofStop(evidence);
        return;
    }
    const std::string said = evidence.failure ? evidence.failure->text() : evidence.lastWords;
    if (evidence.mayWaitAtStep && end.exitCode == kStepLimitExit) {
        end.ended = "stopped";
        end.cause = evidence.asked == Asked::Nothing ? "step_limit" : "stopped";
        end.message = HALYARD_TEXT("The run waits at the step to which it was asked to go.");
        return;
    }
    end.ended = "failed";
    end.cause = speaksOfMemory(said) ? "allocation" : "exit";
    const Arguments arguments = {{"who", who(evidence)}, {"code", std::to_string(end.exitCode)}, {"words", said}};
    if (end.cause == "allocation") {
        end.message = {HALYARD_TEXT("{who} was refused the memory it asked for and ended itself. Use a smaller batch or "
                                    "context. It said: {words}"),
                       arguments};
    } else if (said.empty()) {
        end.message = {HALYARD_TEXT("{who} ended with exit code {code} and said nothing."), arguments};
    } else if (evidence.failure && evidence.processes == 1) {
        end.message = *evidence.failure;
    } else {
        end.message = {HALYARD_TEXT("{who} ended with exit code {code}; its last words: {words}"), arguments};
    }
}

Sentence ofKill(MemoryVerdict verdict) {
    switch (verdict) {
    case MemoryVerdict::OutOfMemory:
        return HALYARD_TEXT("{who} was ended by the kernel because memory ran out (signal 9). Use a smaller batch or context, "
                            "or a machine with more memory.");
    case MemoryVerdict::NotOutOfMemory:
        return HALYARD_TEXT("{who} was killed by signal 9; the kernel's record shows no out-of-memory kill, so a person or "
                            "another program sent it.");
    case MemoryVerdict::CannotBeSeen: break;
    }
    return HALYARD_TEXT("{who} was killed by signal 9; whether memory ran out cannot be seen on this machine.");
}

void judgeSignal(const EndEvidence& evidence, RunEnd& end) {
    end.signal = WTERMSIG(evidence.waitStatus);
    if (evidence.asked == Asked::StopNow) {
        end.ended = "stopped";
        end.cause = "stopped_now";
        end.message = HALYARD_TEXT("The run was stopped at once; what came after its newest checkpoint is lost.");
        return;
    }
    if (evidence.asked != Asked::Nothing && end.signal == SIGTERM) { // it had not begun to listen yet
        end.ended = "stopped";
        end.cause = evidence.asked == Asked::TimeLimit ? "time_limit" : "stopped";
        end.message = ofStop(evidence);
        return;
    }
    const Arguments arguments = {{"who", who(evidence)},
                                 {"number", std::to_string(end.signal)},
                                 {"name", ::strsignal(end.signal)},
                                 {"words", evidence.lastWords}};
    end.ended = "crashed";
    end.cause = "signal";
    if (end.signal == SIGKILL) {
        end.cause = evidence.memory == MemoryVerdict::OutOfMemory ? "out_of_memory" : "signal";
        end.message = {ofKill(evidence.memory), arguments};
    } else if (end.signal == SIGSEGV || end.signal == SIGBUS) {
        end.cause = "segfault";
        end.message = {HALYARD_TEXT("{who} crashed by an invalid access to memory (signal {number}, {name}); this is a fault of "
                                    "the program."),
                       arguments};
    } else {
        end.message = {HALYARD_TEXT("{who} was ended by signal {number} ({name})."), arguments};
    }
}

void judgeHang(const EndEvidence& evidence, RunEnd& end) {
    const Hang& hang = *evidence.hang;
    end.ended = "crashed";
    end.cause = "no_progress";
    end.rank = hang.rank.value_or(0);
    const Arguments arguments = {{"rank", std::to_string(end.rank)},
                                 {"time", humanDuration(hang.seconds)},
                                 {"count", std::to_string(evidence.processes)},
                                 {"path", printable(evidence.run.string())}};
    if (hang.suspended) {
        end.message = {HALYARD_TEXT("Rank {rank} was suspended, and the run took no step for {time}; all {count} ranks were ended. "
                                    "Continue from the newest checkpoint with: halyard run {path} --resume --processes {count}"),
                       arguments};
    } else if (hang.rank) {
        end.message = {HALYARD_TEXT("Rank {rank} took no step for {time} while the others waited for it; all {count} ranks were "
                                    "ended, and log/hang.txt says what each did. Continue from the newest checkpoint with: "
                                    "halyard run {path} --resume --processes {count}"),
                       arguments};
    } else {
        end.message = {HALYARD_TEXT("No rank took a step for {time}; all {count} were ended, and log/hang.txt says what each did. "
                                    "Continue from the newest checkpoint with: halyard run {path} --resume --processes {count}"),
                       arguments};
    }
}

} // namespace

int RunEnd::programExitCode() const {
    if (ended == "done") {
        return 0;
    }
    if (ended == "stopped") {
        return static_cast<int>(ErrorKind::Stopped);
    }
    return exitCode == static_cast<int>(ErrorKind::InvalidInput) ? exitCode : static_cast<int>(ErrorKind::Failed);
}

RunEnd judgeEnd(const EndEvidence& evidence) {
    RunEnd end;
    end.rank = evidence.rank;
    if (evidence.hang) {
        judgeHang(evidence, end);
    } else if (WIFSIGNALED(evidence.waitStatus)) {
        judgeSignal(evidence, end);
    } else {
        judgeExit(evidence, end);
    }
    return end;
}

} // namespace halyard
