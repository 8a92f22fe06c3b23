// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/cli/run_command.h"
#include "core/run/command_inbox.h"
#include "core/run/process_identity.h"
#include "core/run/run_folder.h"
#include "core/run/scheduler.h"

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

namespace halyard {

namespace {

// Waits until the supervisor has taken the command; false when it is gone or does not answer.
bool wasTaken(const RunFolder& run, const std::string& id) {
    constexpr std::chrono::seconds kPatience{10};
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (isWaiting(run, id)) {
        std::error_code error;
        const bool named = std::filesystem::exists(run.state(), error); // not yet, right after the lock was taken
        const auto supervisor = named ? processIdentityFromJson(readJsonFile(run.state())) : std::nullopt;
        if ((named && !(supervisor && isAlive(*supervisor))) || std::chrono::steady_clock::now() > end) {
            return !withdrawCommand(run, id);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

// The children of a composite run go on when its supervisor was killed.
bool stopChildren(const RunFolder& run, RunCommand command) {
    bool any = false;
    for (const std::string& name : childNames(run.spec())) {
        const RunFolder child(run.children() / name);
        std::error_code error;
        if (child.isLocked()) {
            any = wasTaken(child, postCommand(child, command)) || any;
        } else if (std::filesystem::exists(child.specFile(), error)) {
            any = stopChildren(child, command) || any;
        }
    }
    return any;
}

int stopRun(const std::string& path, bool now, bool json) {
    const RunFolder run = RunFolder::open(path);
    const RunCommand command = now ? RunCommand::StopNow : RunCommand::Stop;
    const bool supervised = run.isLocked();
    if (!supervised && !stopChildren(run, command)) {
        throw invalidInput(HALYARD_TEXT("{run} is not running. \"halyard status {run}\" says where it stands."),
                           {{"run", printable(path)}});
    }
    if (supervised && !wasTaken(run, postCommand(run, command))) {
        throw failure(HALYARD_TEXT("{run}: the process that {file} names is not on this machine any more, or does not answer. "
                                   "Nothing was stopped."),
                      {{"run", printable(path)}, {"file", "state.json"}});
    }
    if (json) {
        printJson(Json{{"run", run.path().string()}, {"asked", now ? "stop now" : "stop"}}.dump());
    } else {
        std::printf(now ? "Ending the run at once.\n" : "The run will finish its step, save and exit.\n");
    }
    return 0;
}

} // namespace

Command stopCommand() {
    return {"stop", "Stop a run", [](CLI::App& app) {
                const auto path = std::make_shared<std::string>();
                const auto now = std::make_shared<bool>(false);
                const auto json = std::make_shared<bool>(false);
                app.add_option("RUN", *path, "folder of the run")->required();
                app.add_flag("--now", *now, "end at once; what came after the newest checkpoint is lost");
                app.add_flag("--json", *json, "print the result as JSON");
                return [path, now, json] { return stopRun(*path, *now, *json); };
            }};
}

} // namespace halyard
