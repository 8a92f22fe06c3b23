// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/cli/run_command.h"
#include "core/run/process_identity.h"
#include "core/run/run_folder.h"

#include <csignal>
#include <cstdio>
#include <memory>

namespace halyard {

namespace {

int stopRun(const std::string& path, bool now, bool json) {
    const RunFolder run = RunFolder::open(path);
    if (!run.isLocked()) {
        throw invalidInput(HALYARD_TEXT("{run} is not running. \"halyard status {run}\" says where it stands."),
                           {{"run", printable(path)}});
    }
    const Json state = readJsonFile(run.state());
    const auto supervisor = processIdentityFromJson(state);
    const auto worker = processIdentityFromJson(state.is_object() && state.contains("worker") ? state["worker"] : Json());
    // The supervisor says how the run ended; without it the worker itself can still be asked.
    const bool sent = (supervisor && sendSignal(*supervisor, now ? SIGUSR1 : SIGTERM)) ||
                      (worker && sendSignal(*worker, now ? SIGKILL : SIGTERM));
    if (!sent) {
        throw failure(HALYARD_TEXT("{run}: the process that {file} names is not on this machine any more, or is not yours. "
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
