// SPDX-License-Identifier: GPL-3.0-or-later
// The real worker, killed while it saves (promise P1). That the trials would notice a loss is shown by a writer in place,
// in tests/core/io/checkpoint_kill_test.cpp.
#include "core/base/file.h"
#include "core/io/checkpoint_store.h"
#include "core/run/events.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <chrono>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kTrials = 50;
constexpr std::int64_t kSteps = 150;

struct Told {
    std::int64_t step = 0; // the newest acknowledged
    int checkpoints = 0;
    double seconds = 0.01; // between the last two, of one process
};

Told toldBy(const RunFolder& run) {
    Told told;
    double before = 0;
    if (!fs::exists(run.events())) {
        return told;
    }
    for (const Event& event : readEvents(run.events()).events) {
        if (event.name == "start") {
            before = 0;
        } else if (event.name == "checkpoint") {
            told.step = event.fields.at("step").get<std::int64_t>();
            told.seconds = before > 0 ? event.time - before : told.seconds;
            before = event.time;
            ++told.checkpoints;
        }
    }
    return told;
}

std::map<std::int64_t, double> lossesOf(const RunFolder& run) {
    std::map<std::int64_t, double> out;
    for (const Event& event : readEvents(run.events()).events) {
        if (event.name == "step") {
            out[event.fields.at("step").get<std::int64_t>()] = event.fields.at("loss").get<double>();
        }
    }
    return out;
}

std::vector<std::string> wordsFor(const RunFolder& run) {
    std::vector<std::string> words = {"run", run.path().string()};
    if (fs::exists(run.events())) {
        words.emplace_back("--resume");
    }
    return words;
}

std::size_t hiddenEntries(const fs::path& folder) {
    std::size_t count = 0;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        count += entry.path().filename().string().starts_with('.') ? 1 : 0;
    }
    return count;
}

// Starts the trainer and kills it within 1.2 times a save and its step, after it has saved once. False: it ended first.
bool killedWhileItSaves(const RunFolder& run, std::mt19937_64& random) {
    const Told before = toldBy(run);
    StartedProgram worker("halyard-worker", wordsFor(run));
    while (toldBy(run).checkpoints == before.checkpoints) {
        if (worker.hasEnded()) {
            EXPECT_EQ(worker.wait().exitCode, 0) << worker.wait().said;
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    std::uniform_real_distribution<double> moment(0, 1.2 * before.seconds);
    std::this_thread::sleep_for(std::chrono::duration<double>(moment(random)));
    worker.kill(true);
    return worker.wait().exitCode == 1000 + 9;
}

TEST(TrainerKilled, WhileItSavesLosesNothingAcknowledgedAndEndsWithTheSameBits) {
    const TinyTraining world;
    const RunSpec spec = world.spec(kSteps);
    const RunFolder run = world.createRun("killed", spec);
    std::random_device seed;
    std::mt19937_64 random(seed());
    int kills = 0;
    int interrupted = 0;
    while (kills < kTrials && killedWhileItSaves(run, random)) {
        ++kills;
        interrupted += hiddenEntries(run.checkpoints()) > 0 ? 1 : 0;
        SCOPED_TRACE("kill " + std::to_string(kills));
        std::vector<std::string> damaged;
        const auto newest = CheckpointStore(run.checkpoints()).newestIntact(&damaged);
        ASSERT_TRUE(newest);
        EXPECT_TRUE(damaged.empty()) << damaged.front();
        ASSERT_GE(newest->step, toldBy(run).step);
    }
    EXPECT_GE(kills, kTrials) << "the run is too short";
    EXPECT_GE(interrupted, kTrials / 5) << "too few kills hit a save";

    const ProgramEnd end = runProgramToItsEnd("halyard-worker", wordsFor(run));
    ASSERT_EQ(end.exitCode, 0) << end.said;
    EXPECT_EQ(hiddenEntries(run.checkpoints()), 0U);
    RunSpec calm = spec;
    calm.train.checkpoint_every_steps = kSteps;
    const RunFolder straight = world.createRun("straight", calm);
    ASSERT_EQ(runProgramToItsEnd("halyard-worker", wordsFor(straight)).exitCode, 0);
    EXPECT_EQ(lossesOf(run), lossesOf(straight));
    const std::string last = "step-" + std::to_string(kSteps) + "/model.safetensors";
    EXPECT_TRUE(readFile(run.checkpoints() / last, 1U << 24U) == readFile(straight.checkpoints() / last, 1U << 24U));
    std::printf("%d kills, %d of them within a save\n", kills, interrupted);
}

} // namespace
} // namespace halyard::testing
