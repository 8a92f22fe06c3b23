// SPDX-License-Identifier: GPL-3.0-or-later
// What a run folder may look like after a power loss at any moment of a training (promise P3): everything `halyard run`
// and its worker write is recorded, and every disk that could be left is built from it.
#include "core/io/checkpoint_store.h"
#include "core/run/run_folder.h"
#include "tests/faults/recorded_disk.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

constexpr double kKept[] = {0, 0.5, 0.9, 1};
constexpr std::int64_t kSteps = 5;

// The step that an event in these bytes says is saved; 0 for none.
std::int64_t acknowledgedBy(const RecordedCall& call) {
    if (call.path != "events.jsonl" || call.bytes.find("\"e\":\"checkpoint\"") == std::string::npos) {
        return 0;
    }
    return std::stoll(call.bytes.substr(call.bytes.find("\"step\":") + 7));
}

struct Recorded {
    TinyTraining world;
    RunFolder run;
    RecordedDisk disk; // before the run
    std::vector<RecordedCall> calls;

    Recorded() : run(world.createRun("run", spec(world))), disk(run.path()) {
        const fs::path record = world / "record";
        std::map<std::string, std::string> environment = watchingBelow(fs::canonical(run.path()), "");
        environment["HALYARD_CALLS_RECORD"] = record.string();
        const ProgramEnd end = runProgramToItsEnd("halyard", {"run", run.path().string()}, environment);
        EXPECT_EQ(end.exitCode, 0) << end.said;
        calls = readRecord(record, fs::canonical(run.path()));
    }
    static RunSpec spec(const TinyTraining& world) {
        RunSpec spec = world.spec(kSteps);
        spec.train.checkpoint_every_steps = 1;
        spec.train.keep_checkpoints = 2; // old ones are removed meanwhile
        return spec;
    }
};

// What a loader would make of the folder; empty when it is what was promised.
std::string problemOf(const RunFolder& run, std::int64_t acknowledged) {
    try {
        std::vector<std::string> damaged;
        const CheckpointStore store(run.checkpoints());
        const auto newest = store.newestIntact(&damaged);
        if ((newest ? newest->step : 0) < acknowledged) {
            return "step " + std::to_string(acknowledged) + " was acknowledged and is lost" +
                   (damaged.empty() ? "" : ": " + damaged.front());
        }
        return runStatus(run).totalSteps == kSteps ? "" : "another run.json";
    } catch (const std::exception& error) {
        return error.what();
    }
}

struct Outcome {
    int states = 0;
    int lost = 0;
    std::string first;
};

Outcome tryEveryMoment(const Recorded& recorded, bool obeysSync) {
    std::mt19937_64 random(7);
    if (::access("/dev/shm", W_OK | X_OK) == 0) {
        ::setenv("TMPDIR", "/dev/shm", 1); // thousands of small folders
    }
    const TemporaryFolder scratch;
    RecordedDisk disk = recorded.disk;
    Outcome outcome;
    std::int64_t acknowledged = 0;
    for (std::size_t moment = 0; moment < recorded.calls.size(); ++moment) {
        disk.apply(recorded.calls[moment], obeysSync);
        acknowledged = std::max(acknowledged, acknowledgedBy(recorded.calls[moment]));
        for (const double kept : kKept) {
            if (!obeysSync && moment % 5 != 0) {
                continue; // a fifth shows it as well
            }
            const fs::path folder = scratch / "state";
            disk.crashInto(folder, kept, random);
            const std::string problem = problemOf(RunFolder(folder), acknowledged);
            ++outcome.states;
            outcome.lost += problem.empty() ? 0 : 1;
            if (!problem.empty() && outcome.first.empty()) {
                outcome.first = "after call " + std::to_string(moment) + " (" + recorded.calls[moment].name + " " +
                                recorded.calls[moment].path + "), kept " + std::to_string(kept) + ": " + problem;
            }
            fs::remove_all(folder);
        }
    }
    EXPECT_EQ(acknowledged, kSteps);
    return outcome;
}

TEST(PowerLoss, NeverTakesAnAcknowledgedCheckpointAndIsNoticedWhereSyncsAreIgnored) {
    const Recorded recorded;
    const Outcome honest = tryEveryMoment(recorded, true);
    EXPECT_GE(honest.states, 1000);
    EXPECT_EQ(honest.lost, 0) << honest.first;
    const Outcome lying = tryEveryMoment(recorded, false);
    EXPECT_GE(lying.lost, lying.states / 10) << "the states are too kind to prove anything";
    std::printf("%zu calls, %d states, %d lost; of a disk that ignores syncs %d\n", recorded.calls.size(), honest.states,
                honest.lost, lying.lost);
}

} // namespace
} // namespace halyard::testing
