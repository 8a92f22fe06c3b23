// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/supervise_command.h"

#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/run/installation.h"
#include "core/run/validate.h"
#include "remote/agent/composite_supervisor.h"
#include "remote/agent/supervisor.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace halyard {

namespace {

struct Options {
    std::string path;
    bool resume = false;
    int processes = 1;
    std::int64_t steps = 0;
    std::int64_t untilStep = 0;
    bool dry = false;
    int nice = 0;
    int answer = -1; // where launchRun() waits
    std::string id;
};

// Says to who started this process what became of it: once, then the descriptor is closed.
class Answer {
public:
    explicit Answer(int fd) : m_pipe(fd) {
        if (fd >= 0) {
            ::fcntl(fd, F_SETFD, FD_CLOEXEC); // the worker must not hold it open
        }
    }
    [[nodiscard]] bool isOpen() const { return m_pipe.isOpen(); }
    void say(const std::string& text) {
        if (m_pipe.isOpen()) {
            (void)!::write(m_pipe.get(), text.data(), text.size());
            (void)m_pipe.close();
        }
    }

private:
    FileDescriptor m_pipe;
};

void stepBack(int nice) {
    errno = 0;
    const int now = ::getpriority(PRIO_PROCESS, 0);
    if (errno == 0 && nice > now) {
        ::setpriority(PRIO_PROCESS, 0, nice);
    }
}

// Linux weighs sessions first, and niceness only within one (sched(7), autogroups).
void stepSessionBack(int nice) {
    const FileDescriptor group(::open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC));
    const std::string text = std::to_string(nice);
    // The kernel takes one such wish of all ordinary users in a tenth of a second.
    for (int i = 0; group.isOpen() && i < 10 && ::write(group.get(), text.data(), text.size()) < 0 && errno == EAGAIN; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

// A run that has begun goes on only when asked to: its last process may have been stopped for a reason.
void refuseUnlessResumed(const RunStatus& status, const Options& options) {
    if (status.state == "new" || options.resume) {
        return;
    }
    const Arguments arguments = {{"run", printable(options.path)}, {"step", std::to_string(status.step)}};
    if (status.state == "stopped") {
        throw invalidInput(HALYARD_TEXT("{run} was stopped at step {step}. Continue it with: halyard run {run} --resume"), arguments);
    }
    if (status.state == "failed") {
        throw invalidInput(HALYARD_TEXT("{run} failed at step {step}. Continue it with: halyard run {run} --resume"), arguments);
    }
    if (status.state == "lost") {
        throw invalidInput(HALYARD_TEXT("{run} was lost at step {step}. Continue it with: halyard run {run} --resume"), arguments);
    }
    throw invalidInput(HALYARD_TEXT("{run} crashed at step {step}. Continue it with: halyard run {run} --resume"), arguments);
}

std::vector<std::string> workerArguments(const RunFolder& run, const Options& options, bool resume) {
    std::vector<std::string> out = {"run", run.path().string()};
    if (resume) {
        out.emplace_back("--resume");
    }
    if (options.steps > 0) {
        out.emplace_back("--steps");
        out.push_back(std::to_string(options.steps));
    }
    if (options.untilStep > 0) {
        out.emplace_back("--until-step");
        out.push_back(std::to_string(options.untilStep));
    }
    if (options.dry) {
        out.emplace_back("--dry");
    }
    return out;
}

SuperviseOptions optionsFor(const RunFolder& run, const RunSpec& spec, const Options& options, bool resume) {
    const std::filesystem::path torch = findTorch();
    SuperviseOptions out;
    out.worker = findWorker();
    out.arguments = workerArguments(run, options, resume);
    out.libraryPath = libraryPathWith(torch);
    out.torch = torch.string();
    out.launch = options.id;
    out.processes = options.processes;
    out.limitHours = spec.limits.hours;
    out.mayWaitAtStep = options.untilStep > 0;
    return out;
}

// The id of the request that started the run last.
std::string lastLaunch(const RunFolder& run) {
    std::error_code error;
    if (!std::filesystem::exists(run.state(), error)) {
        return "";
    }
    const Json state = readJsonFile(run.state());
    const auto launch = state.is_object() ? state.find("launch") : state.end();
    return launch != state.end() && launch->is_string() ? launch->get<std::string>() : std::string();
}

// The run's lock and when it was taken.
struct HeldRun {
    FileDescriptor lock;
    double since = 0; // Unix time
};

int superviseRun(const RunFolder& run, HeldRun held, const Options& options, Answer& answer) {
    const RunStatus before = statusUnderOwnLock(run);
    const bool known = !options.id.empty() && lastLaunch(run) == options.id;
    if (before.state == "done" || known) {
        (void)held.lock.close(); // before the answer: who hears it must not find the run locked
        answer.say(before.state == "done" ? "done" : "running");
        return 0;
    }
    refuseUnlessResumed(before, options);
    const RunSpec spec = run.spec();
    if (isComposite(spec.kind)) {
        CompositeOptions composite;
        composite.launch = options.id;
        composite.processes = options.processes;
        composite.nice = options.nice;
        composite.limitHours = spec.limits.hours;
        composite.locked = held.since;
        composite.started = [&] { answer.say("started"); };
        return superviseComposite(run, composite).programExitCode();
    }
    SuperviseOptions supervision = optionsFor(run, spec, options, before.state != "new");
    supervision.locked = held.since;
    supervision.started = [&] { answer.say("started"); };
    return supervise(run, held.lock, supervision).programExitCode();
}

int superviseFolder(const Options& options, Answer& answer) {
    const RunFolder run = RunFolder::open(options.path);
    (void)requireValid(run.spec());
    const double now = unixTime(); // before: who finds the run locked asks this process
    FileDescriptor lock = run.tryLock();
    if (!lock.isOpen()) {
        if (answer.isOpen()) {
            answer.say("running");
            return 0;
        }
        throw invalidInput(HALYARD_TEXT("{run} is running already. \"halyard status {run}\" says where it stands."),
                           {{"run", printable(options.path)}});
    }
    becomeSubreaper();
    stepBack(options.nice);
    if (options.dry && isComposite(run.spec().kind)) {
        throw invalidInput(HALYARD_TEXT("{run} consists of other runs and cannot be tried as a whole. Try one of its runs below "
                                        "{children}."),
                           {{"run", printable(options.path)}, {"children", printable(run.children().string())}});
    }
    if (options.dry) {
        return superviseDry(lock, optionsFor(run, run.spec(), options, false)).programExitCode();
    }
    if (::setsid() > 0 && options.nice > 0) { // fails for who leads a session or a group already
        stepSessionBack(options.nice);
    }
    return superviseRun(run, {std::move(lock), now}, options, answer);
}

int superviseAndAnswer(const Options& options) {
    if (options.steps > 0 && !options.dry) {
        throw invalidInput(HALYARD_TEXT("--steps goes with --dry; the length of a run is its schedule.steps."));
    }
    Answer answer(options.answer);
    try {
        return superviseFolder(options, answer);
    } catch (const Error& error) {
        answer.say(toJson(error).dump(-1, ' ', false, Json::error_handler_t::replace));
        throw;
    }
}

} // namespace

Command superviseCommand() {
    return {"supervise", "Supervise a run until it ends", [](CLI::App& app) {
                const auto options = std::make_shared<Options>();
                app.add_option("RUN", options->path, "folder of the run")->required();
                app.add_flag("--resume", options->resume, "continue a run that has begun");
                app.add_option("--processes", options->processes, "processes of the worker")->check(CLI::Range(1, 4096));
                app.add_option("--steps", options->steps, "with --dry: how many steps to try")->check(CLI::Range(1, 1000000));
                app.add_option("--until-step", options->untilStep, "step of a training run at which it waits to be resumed")
                    ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000'000}));
                app.add_flag("--dry", options->dry, "try the run and keep nothing");
                app.add_option("--nice", options->nice, "how far to step back behind other programs")->check(CLI::Range(0, 19));
                app.add_option("--answer", options->answer, "descriptor to say on whether the run has started")
                    ->check(CLI::Range(3, 1023));
                app.add_option("--id", options->id, "name of the request; one that was used starts nothing");
                return [options] { return superviseAndAnswer(*options); };
            }};
}

} // namespace halyard
