// SPDX-License-Identifier: GPL-3.0-or-later
// The request to stop, made of real trainings at random moments: while they start, between and within steps, while they
// save; and a second request, which ends them at once (promise P20).
#include "core/io/checkpoint_store.h"
#include "core/run/command_inbox.h"
#include "core/run/events.h"
#include "core/run/launch.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr int kTrials = 100;
constexpr int kAtOnce = 2;
// Beside a step and a save.
constexpr double kGrace = 5;
// A step that takes long enough for a second request within it.
constexpr std::int64_t kManyBatches = 200;

enum class Moment { Start, Running, Twice };

struct Trial {
    int number = 0;
    Moment moment = Moment::Running;
    std::mt19937_64 random;

    explicit Trial(int n, std::uint64_t seed) : number(n), random(seed + static_cast<std::uint64_t>(n)) {
        moment = n % 5 == 0 ? Moment::Start : n % 5 == 4 ? Moment::Twice : Moment::Running;
    }
    double between(double least, double most) { return std::uniform_real_distribution<double>(least, most)(random); }
};

// What the events tell.
struct Told {
    int starts = 0;
    std::int64_t step = 0;       // that the newest process logged last
    std::int64_t checkpoint = 0; // acknowledged last
    std::int64_t stopped = -1;
    double longestStep = 0; // seconds between two lines of one process
    double longestSave = 0;
    bool ended = false; // the newest event of the worker says so
};

Told toldBy(const RunFolder& run) {
    Told told;
    if (!fs::exists(run.events())) {
        return told;
    }
    double before = 0;
    for (const Event& event : readEvents(run.events()).events) {
        const auto step = [&] { return event.fields.at("step").get<std::int64_t>(); };
        if (event.name == "command") {
            continue;
        }
        told.ended = event.name == "stopped";
        if (event.name == "start") {
            before = 0;
            told.step = 0;
            ++told.starts;
        } else if (event.name == "step") {
            told.longestStep = before > 0 ? std::max(told.longestStep, event.time - before) : told.longestStep;
            before = event.time;
            told.step = step();
        } else if (event.name == "checkpoint") {
            told.checkpoint = step();
            told.longestSave = std::max(told.longestSave, event.fields.at("seconds").get<double>());
        } else if (event.name == "resumed") {
            told.step = step();
        } else if (event.name == "stopped") {
            told.stopped = step();
        }
    }
    return told;
}

bool waitUntil(const std::function<bool()>& reached, double seconds = 60) {
    const auto end = Clock::now() + Seconds(seconds);
    while (!reached()) {
        if (Clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

class Stopping {
public:
    // Several trials at a time, as a run waits for its disk and loads its libraries more than it computes.
    void tryAll(std::uint64_t seed) {
        std::atomic<int> next = 0;
        std::vector<std::thread> hands;
        for (int hand = 0; hand < kAtOnce; ++hand) {
            hands.emplace_back([&] {
                for (int number = next++; number < kTrials; number = next++) {
                    SCOPED_TRACE("trial " + std::to_string(number) + " of seed " + std::to_string(seed));
                    Trial trial(number, seed);
                    attempt(trial);
                }
            });
        }
        for (std::thread& hand : hands) {
            hand.join();
        }
    }

    std::atomic<int> stopped = 0, killed = 0, beforeTheFirstStep = 0, whileSaving = 0, resumed = 0;
    std::atomic<double> longest = 0;
    std::atomic<double> starting = 1; // seconds from a launch to the first step

private:
    void attempt(Trial& trial) {
        RunSpec spec = m_world.spec(1'000'000);
        spec.limits.hours = 0.1; // should this test be killed
        spec.train.checkpoint_every_steps = trial.number % 2 == 0 ? 1 : 1000;
        if (trial.moment == Moment::Twice) {
            spec.data.accumulation = kManyBatches;
        }
        const RunFolder run = m_world.createRun("run-" + std::to_string(trial.number), spec);
        const auto begin = Clock::now();
        ASSERT_NO_FATAL_FAILURE(start(run, false));
        if (trial.moment == Moment::Start) {
            std::this_thread::sleep_for(Seconds(trial.between(0, starting / 2)));
        } else {
            ASSERT_TRUE(waitUntil([&] { return toldBy(run).step > 0; }));
            starting = Seconds(Clock::now() - begin).count();
            std::this_thread::sleep_for(Seconds(trial.between(0, 0.3)));
        }
        if (trial.moment == Moment::Twice) {
            stopTwice(run, trial);
        } else {
            stopOnce(run, trial);
        }
        fs::remove_all(run.path());
    }

    void start(const RunFolder& run, bool resume) {
        LaunchOptions options;
        options.agent = programFolder() / "halyard-agent";
        options.resume = resume;
        ASSERT_EQ(launchRun(run, options), Launch::Started);
    }

    static void ask(const RunFolder& run, bool now, bool byProgram) {
        if (!byProgram) {
            postCommand(run, now ? RunCommand::StopNow : RunCommand::Stop);
            return;
        }
        std::vector<std::string> words = {"stop", run.path().string()};
        if (now) {
            words.emplace_back("--now");
        }
        const ProgramEnd end = runProgramToItsEnd("halyard", words);
        EXPECT_TRUE(end.exitCode == 0 || !run.isLocked()) << end.said;
    }

    // Until the run has ended; the seconds that it took are held against what the promise allows.
    void awaitEnd(const RunFolder& run, Clock::time_point asked) {
        ASSERT_TRUE(waitUntil([&] { return !run.isLocked(); })) << "the run does not stop";
        const double took = Seconds(Clock::now() - asked).count();
        const Told told = toldBy(run);
        EXPECT_LE(took, told.longestStep + told.longestSave + kGrace);
        longest = std::max(longest.load(), took);
    }

    void stopOnce(const RunFolder& run, Trial& trial) {
        const bool saving = isSaving(run);
        const auto asked = Clock::now();
        ask(run, false, trial.number % 2 == 0);
        ASSERT_NO_FATAL_FAILURE(awaitEnd(run, asked));
        expectStopped(run);
        ++stopped;
        whileSaving += saving ? 1 : 0;
        beforeTheFirstStep += toldBy(run).step == 0 ? 1 : 0;
        if (trial.number % 10 == 1) {
            continueAndStop(run);
        }
    }

    static bool isSaving(const RunFolder& run) {
        std::error_code error;
        for (const fs::directory_entry& entry : fs::directory_iterator(run.checkpoints(), error)) {
            if (entry.path().filename().string().starts_with('.')) {
                return true;
            }
        }
        return false;
    }

    // Stopped, with all that was logged in the newest checkpoint.
    static void expectStopped(const RunFolder& run) {
        const RunStatus status = runStatus(run);
        EXPECT_EQ(status.state, "stopped") << status.reason;
        EXPECT_EQ(status.cause, "stopped");
        const Told told = toldBy(run);
        const std::optional<CheckpointInfo> newest = newestOf(run);
        EXPECT_FALSE(isSaving(run));
        if (!newest) {
            EXPECT_EQ(told.step, 0) << "steps were taken, but there is no checkpoint";
            return;
        }
        EXPECT_EQ(newest->step, told.step);
        EXPECT_EQ(newest->step, told.stopped);
        EXPECT_TRUE(told.ended);
    }

    static std::optional<CheckpointInfo> newestOf(const RunFolder& run) {
        std::vector<std::string> damaged;
        std::optional<CheckpointInfo> newest = CheckpointStore(run.checkpoints()).newestIntact(&damaged);
        EXPECT_TRUE(damaged.empty()) << damaged.front();
        return newest;
    }

    void stopTwice(const RunFolder& run, Trial& trial) {
        ask(run, false, trial.number % 2 == 0);
        ASSERT_TRUE(waitUntil([&] { return !run.isLocked() || runStatus(run).state == "stopping"; }));
        std::this_thread::sleep_for(Seconds(trial.between(0, toldBy(run).longestStep)));
        const auto asked = Clock::now();
        ask(run, true, trial.number % 2 == 0);
        ASSERT_NO_FATAL_FAILURE(awaitEnd(run, asked));
        const RunStatus status = runStatus(run);
        EXPECT_EQ(status.state, "stopped") << status.reason;
        const Told told = toldBy(run);
        const std::optional<CheckpointInfo> newest = newestOf(run);
        EXPECT_GE(newest ? newest->step : 0, told.checkpoint) << "an acknowledged checkpoint is lost";
        if (status.cause == "stopped_now") {
            ++killed;
        } else {
            expectStopped(run); // it had ended by itself
        }
        if (trial.number % 20 == 4) {
            continueAndStop(run);
        }
    }

    // The newest checkpoint is one that a trainer goes on from.
    void continueAndStop(const RunFolder& run) {
        const std::optional<CheckpointInfo> newest = newestOf(run);
        const std::int64_t from = newest ? newest->step : 0;
        const int starts = toldBy(run).starts;
        ASSERT_NO_FATAL_FAILURE(start(run, true));
        ASSERT_TRUE(waitUntil([&] {
            const Told told = toldBy(run);
            return told.starts > starts && told.step > from;
        }));
        const auto asked = Clock::now();
        ask(run, false, false);
        ASSERT_NO_FATAL_FAILURE(awaitEnd(run, asked));
        expectStopped(run);
        ++resumed;
    }

    TinyTraining m_world;
};

TEST(StopRequest, EndsARunWithItsLastStepSavedAndASecondOneEndsItAtOnce) {
    const std::uint64_t seed = std::random_device()();
    Stopping stopping;
    stopping.tryAll(seed);
    std::printf("%d stopped: %d before the first step, %d while they saved; %d ended at once; %d continued; "
                "the longest took %.2f s; a start takes %.2f s\n",
                stopping.stopped.load(), stopping.beforeTheFirstStep.load(), stopping.whileSaving.load(),
                stopping.killed.load(), stopping.resumed.load(), stopping.longest.load(), stopping.starting.load());
    EXPECT_GE(stopping.killed, kTrials / 10) << "too few second requests came in time";
    EXPECT_GE(stopping.whileSaving, kTrials / 20) << "too few requests came within a save";
    EXPECT_GE(stopping.beforeTheFirstStep, kTrials / 20) << "too few requests came before the first step";
}

} // namespace
} // namespace halyard::testing
