// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"

#include <csignal>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// What can be asked of a running run. Stop: finish the step, save, exit. StopNow: end at once; what came after the newest
// checkpoint is lost. Pause and Resume act between two steps.
enum class RunCommand { Stop, StopNow, Pause, Resume };
[[nodiscard]] std::string_view nameOf(RunCommand command); // "stop", "stop_now", "pause", "resume"
[[nodiscard]] std::optional<RunCommand> runCommandFromName(std::string_view name);

// A file cmd/<id>.json of a run: {"command", "id", "actor", "time"}.
struct PostedCommand {
    std::optional<RunCommand> command; // none: the file is not a command
    std::string id;
    std::string actor; // "user@host"
    double time = 0;   // Unix time
};

// A supervisor takes these for Stop and StopNow, however often they come: a full disk has no room for a file.
inline constexpr int kStopSignal = SIGUSR1;
inline constexpr int kStopNowSignal = SIGUSR2;

// Puts a command into the run's inbox, by rename, and returns its id. A command is applied once: posting one again with
// the same id does nothing if it was applied. id: letters, digits, "-" and "_", at most 64; empty = a new one.
// The supervisor takes commands in the order of their time; nobody takes them while none runs, so look at
// RunFolder::isLocked() first. On a full disk Stop and StopNow are signals to the supervisor instead. Throws Error.
// actor: who asks, "user@host"; empty = actorHere().
std::string postCommand(const RunFolder& run, RunCommand command, const std::string& id = {}, const std::string& actor = {});

// Whether a posted command still waits. withdrawCommand() removes it: true when it was there, so nobody will apply it.
[[nodiscard]] bool isWaiting(const RunFolder& run, const std::string& id);
bool withdrawCommand(const RunFolder& run, const std::string& id);

// For the supervisor: removes what waits and returns it, oldest first. A file that cannot be read as a command is
// returned without one. before: only what was posted before that time (Unix time).
[[nodiscard]] std::vector<PostedCommand> takeCommands(const RunFolder& run,
                                                      double before = std::numeric_limits<double>::infinity());

// "user@host" of this process.
[[nodiscard]] std::string actorHere();

} // namespace halyard
