// SPDX-License-Identifier: GPL-3.0-or-later
// GA-S2 with the real worker and supervisors, killed at random moments: its ranking and its selection are those of a run that
// was left alone, and those of probes that were trained at once.
#include "core/base/file.h"
#include "core/run/ga_s2.h"
#include "core/run/scheduler.h"
#include "core/select/score/probe_ranking.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLayers = 3;
constexpr std::int64_t kSteps = 12;

class GaS2Killed : public ::testing::Test {
protected:
    // A teacher of three layers and its stage 1.
    GaS2Killed() {
        RunSpec teacher = m_world.spec(2);
        teacher.model.config["num_hidden_layers"] = kLayers;
        train("teacher", teacher);
        RunSpec stage1 = m_world.spec(2);
        stage1.kind = RunKind::Stage1;
        stage1.model.config = Json::object();
        stage1.inputs.push_back({"teacher", at("teacher/checkpoints/step-2"), {}, {}});
        train("stage1", stage1);
    }
    [[nodiscard]] std::string at(const std::string& name) const { return (m_world / name).string(); }
    void train(const std::string& name, const RunSpec& spec) const {
        const ProgramEnd end = runProgramToItsEnd("halyard-worker", {"run", m_world.createRun(name, spec).path().string()});
        ASSERT_EQ(end.exitCode, 0) << end.said;
    }
    [[nodiscard]] RunSpec gaS2() const {
        RunSpec probe = gaS2Probe();
        const RunSpec sizes = m_world.spec(kSteps);
        probe.inputs = sizes.inputs;
        probe.inputs.push_back({"held_out", at("data"), {}, {}});
        probe.inputs.push_back({"teacher", at("teacher/checkpoints/step-2"), {}, {}});
        probe.inputs.push_back({"student", at("stage1"), 2, {}});
        probe.data = sizes.data;
        probe.schedule.steps = kSteps;
        probe.optimizer.learning_rate = 1e-3;
        probe.train.threads = 1;
        probe.train.held_out_batches = 2;
        RunSpec spec = gaS2Spec(probe, kLayers);
        spec.select.rounds = 3;
        spec.select.patience = 0;
        return spec;
    }
    [[nodiscard]] static ProgramEnd go(const RunFolder& run) {
        std::vector<std::string> words = {"run", run.path().string()};
        if (runStatus(run).canResume()) {
            words.emplace_back("--resume");
        }
        return runProgramToItsEnd("halyard", words);
    }
    [[nodiscard]] static Json ranking(const RunFolder& run) { return toJson(readRanking(rankingFileOf(run))); }
    TinyTraining m_world;
};

void killHolder(const RunFolder& run) {
    std::error_code error;
    if (run.isLocked() && fs::exists(run.state(), error)) {
        ::kill(readJsonFile(run.state()).at("pid").get<pid_t>(), SIGKILL);
    }
}

void untilFree(const RunFolder& run) {
    while (run.isLocked()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

TEST_F(GaS2Killed, AtAnyMomentGivesTheSameRanking) {
    const RunFolder calm = m_world.createRun("calm", gaS2());
    const ProgramEnd end = go(calm);
    ASSERT_EQ(end.exitCode, 0) << end.said;

    RunSpec straight = gaS2();
    straight.kind = RunKind::Pipeline; // each probe to its end at once
    straight.select = {};
    for (RunSpec& probe : straight.children) {
        probe.train.held_out_every_steps = 4;
    }
    const RunFolder atOnce = m_world.createRun("at-once", straight);
    const ProgramEnd whole = go(atOnce);
    ASSERT_EQ(whole.exitCode, 0) << whole.said;
    const Ranking expected = rankingOfProbes(atOnce, gaS2(), 3);
    EXPECT_EQ(ranking(calm)["rounds"], toJson(expected)["rounds"]);

    const RunFolder killed = m_world.createRun("killed", gaS2());
    std::random_device seed;
    std::mt19937 random(seed());
    for (int kill = 0; kill < 8 && runStatus(killed).state != "done"; ++kill) {
        StartedProgram follower("halyard", runStatus(killed).canResume()
                                               ? std::vector<std::string>{"run", killed.path().string(), "--resume"}
                                               : std::vector<std::string>{"run", killed.path().string()});
        std::this_thread::sleep_for(std::chrono::milliseconds(200 + random() % 1500));
        for (const std::string& name : childNames(killed.spec())) {
            if (random() % 2 == 0) {
                killHolder(RunFolder(killed.children() / name));
            }
        }
        killHolder(killed);
        (void)follower.wait();
        for (const std::string& name : childNames(killed.spec())) {
            untilFree(RunFolder(killed.children() / name));
        }
    }
    for (int again = 0; again < 4 && runStatus(killed).state != "done"; ++again) {
        (void)go(killed); // the first may hear of a probe that was lost
    }
    ASSERT_EQ(runStatus(killed).state, "done") << runStatus(killed).reason;
    EXPECT_EQ(ranking(killed), ranking(calm));
    EXPECT_EQ(readSelection(gaS2SelectionOf(killed)).selected, readSelection(gaS2SelectionOf(calm)).selected);
}

// Killed between the last checkpoint and the word that all is done.
void loseTheLastWord(const RunFolder& run) {
    fs::remove(run.exit());
    Json state = readJsonFile(run.state());
    state["state"] = "running";
    writeJsonFile(run.state(), state);
    const std::string events = readFile(run.events(), std::size_t{1} << 24U);
    const std::size_t done = events.find("{\"e\":\"done\"");
    if (done != std::string::npos) {
        fs::resize_file(run.events(), done);
    }
}

TEST_F(GaS2Killed, AfterItsLastCheckpointAProbeGoesToItsEnd) {
    const RunFolder run = m_world.createRun("run", gaS2());
    ASSERT_EQ(go(run).exitCode, 0);
    const Json before = ranking(run);
    const RunFolder probe(run.children() / childNames(run.spec()).front());
    loseTheLastWord(probe);
    loseTheLastWord(run);
    ASSERT_EQ(runStatus(probe).state, "lost");
    const ProgramEnd end = go(run);
    EXPECT_EQ(end.exitCode, 0) << end.said;
    EXPECT_EQ(runStatus(run).state, "done");
    EXPECT_EQ(runStatus(probe).state, "done");
    EXPECT_EQ(ranking(run), before);
}

} // namespace
} // namespace halyard::testing
