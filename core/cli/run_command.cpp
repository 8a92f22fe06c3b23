// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/run_command.h"

#include "core/base/error.h"
#include "core/cli/supervise.h"
#include "core/run/installation.h"
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
    bool json = false;
};

FileDescriptor takeLock(const RunFolder& run, const std::string& path) {
    FileDescriptor lock = run.tryLock();
    if (!lock.isOpen()) {
        throw invalidInput(HALYARD_TEXT("{run} is running already. \"halyard status {run}\" says where it stands."),
                           {{"run", printable(path)}});
    }
    return lock;
}

// A run that has begun goes on only when asked to: its last process may have been stopped for a reason.
void refuseUnlessResumed(const RunStatus& status, const RunOptions& options) {
    if (status.state == "new" || options.resume || options.dry) {
        return;
    }
    const Arguments arguments = {{"run", printable(options.path)}, {"step", std::to_string(status.step)}};
    if (status.state == "stopped") {
        throw invalidInput(HALYARD_TEXT("{run} was stopped at step {step}. Continue it with: halyard run {run} --resume"), arguments);
    }
    if (status.state == "failed") {
        throw invalidInput(HALYARD_TEXT("{run} failed at step {step}. Continue it with: halyard run {run} --resume"), arguments);
    }
    throw invalidInput(HALYARD_TEXT("{run} crashed at step {step}. Continue it with: halyard run {run} --resume"), arguments);
}

std::vector<std::string> workerArguments(const RunFolder& run, const RunOptions& options, const RunStatus& status) {
    std::vector<std::string> out = {"run", run.path().string()};
    if (options.resume && status.state != "new") {
        out.emplace_back("--resume");
    }
    if (options.steps > 0) {
        out.emplace_back("--steps");
        out.push_back(std::to_string(options.steps));
    }
    if (options.dry) {
        out.emplace_back("--dry");
    }
    return out;
}

int exitCodeOf(const RunEnd& end) {
    if (end.ended == "done") {
        return 0;
    }
    if (end.ended == "stopped") {
        return static_cast<int>(ErrorKind::Stopped);
    }
    return end.exitCode == static_cast<int>(ErrorKind::InvalidInput) ? end.exitCode : static_cast<int>(ErrorKind::Failed);
}

void report(const RunFolder& run, const RunEnd& end, const RunOptions& options) {
    if (options.json) {
        printJson(Json{{"run", run.path().string()}, {"ended", end.ended}, {"reason", end.reason}}.dump());
    } else if (end.ended == "stopped") {
        std::fprintf(stderr, "Stopped. Continue with: halyard run %s --resume\n", printable(options.path).c_str());
    } else if (end.ended != "done") {
        std::fprintf(stderr, "halyard: %s %s. %s\n", printable(options.path).c_str(), end.ended.c_str(), end.reason.c_str());
    }
}

int runRun(const RunOptions& options) {
    if (options.steps > 0 && !options.dry) {
        throw invalidInput(HALYARD_TEXT("--steps goes with --dry; the length of a run is its schedule.steps."));
    }
    const RunFolder run = RunFolder::open(options.path);
    for (const Issue& warning : requireValid(run.spec())) {
        std::fprintf(stderr, "halyard: %s\n", warning.message.text().c_str());
    }
    FileDescriptor lock = takeLock(run, options.path);
    (void)lock.close();
    const RunStatus status = runStatus(run);
    if (status.state == "done" && !options.dry) {
        report(run, {.ended = "done", .reason = "", .exitCode = 0}, options);
        if (!options.json) {
            std::printf("%s is done already.\n", printable(options.path).c_str());
        }
        return 0;
    }
    refuseUnlessResumed(status, options);
    const std::filesystem::path worker = findWorker();
    const std::string libraryPath = libraryPathWith(findTorch());
    lock = takeLock(run, options.path);
    const RunEnd end = supervise(run, lock,
                                 {.worker = worker,
                                  .arguments = workerArguments(run, options, status),
                                  .libraryPath = libraryPath,
                                  .keepNothing = options.dry});
    report(run, end, options);
    return exitCodeOf(end);
}

} // namespace

Command runCommand() {
    return {"run", "Start a run, or continue one", [](CLI::App& app) {
                const auto options = std::make_shared<RunOptions>();
                app.add_option("RUN", options->path, "folder of the run")->required();
                app.add_flag("--resume", options->resume, "continue a run that was stopped, failed or crashed");
                app.add_option("--steps", options->steps, "with --dry: how many steps to try")->check(CLI::Range(1, 1000000));
                app.add_flag("--dry", options->dry, "try the run and keep nothing");
                app.add_flag("--json", options->json, "print the result as JSON");
                return [options] { return runRun(*options); };
            }};
}

} // namespace halyard
