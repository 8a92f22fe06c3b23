// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/run_command.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/eval/early_needles.h"
#include "core/eval/evaluation_run.h"
#include "core/run/evaluation.h"
#include "core/run/events.h"
#include "core/run/launch.h"
#include "core/run/searched_scaling.h"
#include "core/run/validate.h"
#include "core/select/probe/sweep_run.h"
#include "core/train/training_run.h"

#include <cstdlib>
#include <memory>
#include <thread>

namespace halyard {

namespace {

struct Options {
    std::string run;
    bool resume = false;
    bool dry = false;
    std::int64_t steps = 0; // 0 = two
    std::int64_t untilStep = 0; // 0 = the end
};

void useThreads(std::int64_t asked) {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    at::set_num_threads(asked > 0 ? static_cast<int>(asked) : static_cast<int>(cores));
}

// The supervisor says how many processes it has started.
void refuseSeveralProcesses() {
    const char* const size = std::getenv("HALYARD_WORLD_SIZE");
    if (size != nullptr && std::string(size) != "1") {
        throw invalidInput(HALYARD_TEXT("Training runs in one process; {count} were asked for. Start the run without --processes."),
                           {{"count", printable(size, 20)}});
    }
}

// Said on stderr, too; here as a sentence with its arguments, which a workbench can say in another language.
void keepReason(const RunFolder& run, const Message& reason) {
    try {
        EventWriter(run.events()).write("failed", {{"reason", reason.text()}, {"sentence", toJson(reason)}});
    } catch (const Error&) { // what made the run fail is the news
    }
}

// Does something whose failure nobody else says in the events.
template <class Action> auto reported(const RunFolder& run, const Options& options, const Action& action) {
    try {
        return action();
    } catch (const Error& error) {
        if (!options.dry && error.kind() != ErrorKind::Stopped) {
            keepReason(run, error.message());
        }
        throw;
    } catch (const std::exception& error) {
        if (!options.dry) {
            keepReason(run, {HALYARD_TEXT("{words}"), {{"words", error.what()}}});
        }
        throw;
    }
}

// What comes before the first step: the trainer says itself why it failed later.
Trainer prepare(const RunFolder& run, const Options& options, const MixerRegistry& registry) {
    return reported(run, options, [&] {
        const RunSpec spec = run.spec();
        requireValid(spec);
        useThreads(spec.train.threads);
        return Trainer(buildTraining(spec, registry));
    });
}

int evaluateFolder(const RunFolder& run, const RunSpec& spec, const Options& options, const MixerRegistry& registry) {
    const NeedleTasks tasks = standardNeedleTasks();
    const bool sweeps = spec.kind == RunKind::Sweep;
    if (options.dry) {
        (sweeps ? sweepDry : evaluateDry)(spec, registry, tasks, options.steps > 0 ? options.steps : 2);
        return 0;
    }
    return (sweeps ? sweepRun : evaluateRun)(spec, run, registry, tasks) == EvaluationEnd::Done ? 0 : static_cast<int>(ErrorKind::Stopped);
}

int runFolder(const Options& options, const MixerRegistry& registry) {
    if (options.steps > 0 && !options.dry) {
        throw invalidInput(
            HALYARD_TEXT("--steps goes with --dry: \"--steps 2 --dry\" tries two steps and keeps nothing."));
    }
    refuseSeveralProcesses();
    Cancellation::installSignalHandlers();
    const RunFolder run = RunFolder::open(options.run);
    if (isEvaluation(run.spec().kind)) {
        return reported(run, options, [&] {
            RunSpec spec = run.spec();
            requireValid(spec);
            resolveScalings(spec);
            useThreads(spec.train.threads);
            return evaluateFolder(run, spec, options, registry);
        });
    }
    Trainer trainer = prepare(run, options, registry);
    if (options.dry) {
        trainDry(trainer, options.steps > 0 ? options.steps : 2);
        return 0;
    }
    const auto needles = reported(run, options, [&] { return earlyNeedles(trainer.training(), standardNeedleTasks()); });
    switch (trainRun(trainer, run, options.resume, options.untilStep, needles ? &*needles : nullptr)) {
    case TrainEnd::Done: return 0;
    case TrainEnd::StepLimit: return kStepLimitExit;
    case TrainEnd::Stopped: break;
    }
    return static_cast<int>(ErrorKind::Stopped);
}

} // namespace

Command runCommand(MixerRegistry registry) {
    return {"run", "Do the work of a run folder", [registry = std::move(registry)](CLI::App& app) {
                const auto options = std::make_shared<Options>();
                app.add_option("run", options->run, "Run folder")->required();
                app.add_flag("--resume", options->resume, "Continue from the newest checkpoint");
                app.add_option("--steps", options->steps, "With --dry: steps to try");
                app.add_option("--until-step", options->untilStep, "Wait at this step to be resumed");
                app.add_flag("--dry", options->dry, "Keep nothing");
                return [options, registry] { return runFolder(*options, registry); };
            }};
}

} // namespace halyard
