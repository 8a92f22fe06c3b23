// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/run_command.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/subprocess.h"
#include "core/cli/follow.h"
#include "core/run/installation.h"
#include "core/run/launch.h"
#include "core/run/validate.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace {

struct RunOptions {
    std::string path;
    bool resume = false;
    std::int64_t steps = 0;
    bool dry = false;
    bool attach = false;
    std::int64_t processes = 1;
    bool json = false;
};

[[noreturn]] void refuseRunning(const RunOptions& options) {
    throw invalidInput(HALYARD_TEXT("{run} is running already. \"halyard status {run}\" says where it stands, \"halyard run "
                                    "{run} --attach\" follows it."),
                       {{"run", printable(options.path)}});
}

int exitCodeOf(const RunFolder& run, const RunStatus& status) {
    if (status.state == "done") {
        return 0;
    }
    if (status.state == "stopped") {
        return static_cast<int>(ErrorKind::Stopped);
    }
    // What was wrong input to the worker is wrong input here.
    std::error_code error;
    const Json exit = std::filesystem::exists(run.exit(), error) ? readJsonFile(run.exit()) : Json::object();
    const bool input = exit.is_object() && exit.value("exit_code", Json()) == static_cast<int>(ErrorKind::InvalidInput);
    return static_cast<int>(input ? ErrorKind::InvalidInput : ErrorKind::Failed);
}

} // namespace

RunStatus runToItsEnd(const RunFolder& run) {
    (void)findWorker(); // what is missing is said before anything is written
    (void)findTorch();
    TerminalFollower follower(run);
    if (runStatus(run).state == "stopping") {
        const RunStatus ended = follower.untilEnd();
        if (ended.state != "stopped") {
            return ended;
        }
    }
    for (bool again = false;; again = true) {
        LaunchOptions launch;
        launch.resume = runStatus(run).canResume();
        const Launch launched = launchRun(run, launch);
        if (launched == Launch::DoneAlready) {
            return runStatus(run);
        }
        const RunStatus ended = follower.untilEnd();
        // What seemed to go on may be the rest of a run that was killed: a program that its supervisor was just starting
        // holds the lock a moment longer.
        if (again || launched != Launch::RunningAlready || ended.state != "lost") {
            return ended;
        }
    }
}

int reportEnd(const RunFolder& run, const RunStatus& status) {
    const std::string path = printable(run.path().string());
    if (status.state == "stopped") {
        std::fprintf(stderr, "Stopped. %s%sContinue with: halyard run %s --resume\n", status.reason.c_str(),
                     status.reason.empty() ? "" : " ", path.c_str());
    } else if (status.state != "done") {
        std::fprintf(stderr, "halyard: %s %s. %s\n", path.c_str(), status.state.c_str(), status.reason.c_str());
    }
    return exitCodeOf(run, status);
}

namespace {

int report(const RunFolder& run, const RunStatus& status, const RunOptions& options) {
    if (!options.json) {
        return reportEnd(run, status);
    }
    printJson(Json{{"run", run.path().string()}, {"ended", status.state}, {"cause", status.cause}, {"reason", status.reason}}.dump());
    return exitCodeOf(run, status);
}

// Nothing is kept, so nobody could follow it: the supervisor is this program's child and prints here.
int runDry(const RunFolder& run, const RunOptions& options) {
    if (run.isLocked()) {
        refuseRunning(options);
    }
    Cancellation::installSignalHandlers();
    SubprocessOptions program;
    program.arguments = {findAgent().string(), "supervise", run.path().string(), "--dry",
                         "--processes",        std::to_string(options.processes)};
    if (options.steps > 0) {
        program.arguments.insert(program.arguments.end(), {"--steps", std::to_string(options.steps)});
    }
    const SubprocessResult result = runSubprocess(program);
    return result.signal != 0 ? static_cast<int>(ErrorKind::Failed) : result.exitCode;
}

int attach(const RunFolder& run, const RunOptions& options) {
    if (!run.isLocked()) {
        const RunStatus status = runStatus(run);
        if (status.state == "new") {
            throw invalidInput(HALYARD_TEXT("{run} has not begun. Start it with: halyard run {run}"),
                               {{"run", printable(options.path)}});
        }
        return report(run, status, options); // it ended in the meantime
    }
    return report(run, TerminalFollower(run).untilEnd(), options);
}

int start(const RunFolder& run, const RunOptions& options) {
    // What is missing is said before anything is written.
    (void)findWorker();
    (void)findTorch();
    LaunchOptions launch;
    launch.resume = options.resume;
    launch.processes = options.processes;
    TerminalFollower follower(run);
    const Launch launched = launchRun(run, launch);
    if (launched == Launch::RunningAlready) {
        refuseRunning(options);
    }
    if (launched == Launch::DoneAlready) {
        if (!options.json) {
            std::printf("%s is done already.\n", printable(options.path).c_str());
        }
        return report(run, runStatus(run), options);
    }
    return report(run, follower.untilEnd(), options);
}

int runRun(const RunOptions& options) {
    if (options.steps > 0 && !options.dry) {
        throw invalidInput(HALYARD_TEXT("--steps goes with --dry; the length of a run is its schedule.steps."));
    }
    const RunFolder run = RunFolder::open(options.path);
    if (options.attach) {
        return attach(run, options);
    }
    for (const Issue& warning : requireValid(run.spec())) {
        std::fprintf(stderr, "halyard: %s\n", warning.message.text().c_str());
    }
    if (options.dry) {
        return runDry(run, options);
    }
    if (run.isLocked()) {
        refuseRunning(options);
    }
    return start(run, options);
}

} // namespace

Command runCommand() {
    return {"run", "Start a run, or continue one", [](CLI::App& app) {
                const auto options = std::make_shared<RunOptions>();
                app.add_option("RUN", options->path, "folder of the run")->required();
                app.add_flag("--resume", options->resume, "continue a run that was stopped, failed, crashed or lost");
                app.add_option("--steps", options->steps, "with --dry: how many steps to try")->check(CLI::Range(1, 1000000));
                app.add_flag("--dry", options->dry, "try the run and keep nothing");
                app.add_flag("--attach", options->attach, "follow a run that goes on; start nothing");
                app.add_option("--processes", options->processes, "processes of the worker")->check(CLI::Range(1, 4096));
                app.add_flag("--json", options->json, "print the result as JSON");
                return [options] { return runRun(*options); };
            }};
}

} // namespace halyard
