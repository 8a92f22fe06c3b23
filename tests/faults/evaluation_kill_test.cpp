// SPDX-License-Identifier: GPL-3.0-or-later
// The real worker, killed while it measures: what was kept stays, and the end is that of a run which nobody disturbed.
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/run/events.h"
#include "core/run/run_folder.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = 8;

std::size_t cellsToldBy(const RunFolder& run) {
    if (!fs::exists(run.events())) {
        return 0;
    }
    const auto events = readEvents(run.events()).events;
    return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [](const Event& e) { return e.name == "cell"; }));
}

// The numbers of a run, without what differs from run to run.
Json numbersOf(const RunFolder& run) {
    Json results = readJsonFile(run.path() / "results.json");
    EXPECT_EQ(results["complete"], true);
    for (Json& cell : results["cells"]) {
        cell.erase("seconds");
        cell.erase("measured_by");
    }
    return results["cells"];
}

RunSpec needles(const RunFolder& model) {
    RunSpec spec;
    spec.kind = RunKind::Niah;
    spec.inputs = {{"model", model.path().string(), {}, {}}};
    spec.eval.tasks = "niah_single_1,niah_multikey_1";
    spec.eval.lengths = {2048, 3072, 4096, 5120, 6144};
    spec.eval.trials = 12;
    spec.eval.max_new_tokens = 16;
    spec.train.threads = 1;
    return spec;
}

} // namespace

TEST(EvaluationKilled, LosesNoFinishedCellAndEndsWithTheSameNumbers) {
    const TinyTraining world;
    RunSpec training = world.spec(2);
    training.inputs.push_back({"tokenizer", (world / "tokenizer").string(), {}, {}});
    const RunFolder model = world.createRun("model", training);
    ASSERT_EQ(runProgramToItsEnd("halyard-worker", {"run", model.path().string()}).exitCode, 0);
    const RunFolder run = world.createRun("alone/killed", needles(model));
    std::random_device seed;
    std::mt19937_64 random(seed());
    int kills = 0;
    while (kills < kKills) {
        const std::size_t before = cellsToldBy(run);
        StartedProgram worker("halyard-worker", {"run", run.path().string()});
        while (cellsToldBy(run) == before && !worker.hasEnded()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 200));
        if (worker.hasEnded()) {
            break;
        }
        worker.kill(true);
        EXPECT_EQ(worker.wait().exitCode, 1000 + 9);
        ++kills;
        std::size_t complete = 0;
        for (const auto& entry : fs::directory_iterator(run.path() / "results")) {
            const bool hidden = entry.path().filename().string().starts_with('.');
            complete += !hidden && readJsonFile(entry.path())["complete"] == true ? 1 : 0;
        }
        EXPECT_GE(complete, cellsToldBy(run)) << "kill " << kills;
    }
    EXPECT_GE(kills, 2) << "the run is too short";
    const ProgramEnd end = runProgramToItsEnd("halyard-worker", {"run", run.path().string(), "--resume"});
    ASSERT_EQ(end.exitCode, 0) << end.said;
    const RunFolder straight = world.createRun("straight", needles(model));
    ASSERT_EQ(runProgramToItsEnd("halyard-worker", {"run", straight.path().string()}).exitCode, 0);
    EXPECT_EQ(numbersOf(run), numbersOf(straight));
    EXPECT_EQ(cellsToldBy(straight), 10U);
    std::printf("%d kills\n", kills);
}

} // namespace halyard::testing
