// SPDX-License-Identifier: GPL-3.0-or-later
// GA-S2 as a composite run: probes in rounds, rankings, an early end, and going on after anything was killed. The worker is
// the tests' own, whose probes have losses that are known; with real probes: tests/faults.
#include "core/run/ga_s2.h"

#include "core/run/scheduler.h"
#include "core/run/validate.h"
#include "core/select/score/probe_ranking.h"
#include "tests/remote/agent/installation_fixture.h"
#include "tests/support/refusal.h"

#include <random>

namespace halyard {
namespace {

namespace fs = std::filesystem;
using Layers = std::vector<std::int64_t>;

class GaS2 : public Installation {
protected:
    GaS2() {
        Json teacher = presetSpec("demo", RunKind::Pretrain).model.config;
        teacher["num_hidden_layers"] = 4;
        m_scratch.write("teacher/config.json", teacher.dump());
        m_scratch.write("student/config.json", teacher.dump());
        m_scratch.write("student/mixers.safetensors", "");
        behave("* probe 0");
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (m_scratch.path() / name).string(); }
    // Four probes of 40 steps, ranked at 10, 20, 30 and 40.
    [[nodiscard]] RunSpec gaS2(std::int64_t patience = 0, bool heldOut = true) const {
        RunSpec probe = gaS2Probe("demo");
        probe.schedule.steps = 40;
        probe.inputs = {{"teacher", path("teacher"), std::nullopt, ""},
                        {"student", path("student"), std::nullopt, ""},
                        {"data", path("data"), std::nullopt, ""}};
        if (heldOut) {
            probe.inputs.push_back({"held_out", path("data"), std::nullopt, ""});
        }
        RunSpec spec = gaS2Spec(probe, 4);
        spec.select.keep = 2;
        spec.select.rounds = 4;
        spec.select.patience = patience;
        return spec;
    }
    [[nodiscard]] RunFolder create(const RunSpec& spec, const std::string& name = "gas2") const {
        return RunFolder::create(m_scratch.path() / name, spec);
    }
    [[nodiscard]] static RunFolder probe(const RunFolder& run, std::int64_t layer) {
        return RunFolder(run.children() / ("layer-" + std::to_string(layer)));
    }
    void expectWholeRanking(const RunFolder& run) {
        const Ranking ranking = readRanking(rankingFileOf(run));
        ASSERT_EQ(ranking.rounds.size(), 4U);
        EXPECT_TRUE(ranking.complete);
        EXPECT_FALSE(ranking.endedEarly);
        EXPECT_EQ(ranking.rounds[0].order, (Layers{3, 2, 1, 0}));
        EXPECT_EQ(ranking.rounds[0].trainingKl, (PerLayer{4.0, 3.0, 2.0, 1.0}));
        EXPECT_EQ(ranking.rounds[0].heldOutKl, (PerLayer{8.0, 6.0, 4.0, 2.0}));
        for (std::size_t round = 1; round < 4; ++round) {
            EXPECT_EQ(ranking.rounds[round].order, (Layers{2, 0, 3, 1})) << round;
            EXPECT_EQ(ranking.rounds[round].kept, (Layers{0, 2}));
        }
        EXPECT_EQ(ranking.rounds[3].heldOutKl.at(2), 2 * (0.125 + 1.0 / 40));
        EXPECT_EQ(stableFromStep(ranking), 20);
        EXPECT_EQ(readSelection(gaS2SelectionOf(run)).selected, (Layers{0, 2}));
        EXPECT_EQ(readSelection(gaS2HeldOutSelectionOf(run)).layers.at(3).score, -ranking.rounds[3].heldOutKl.at(3).value());
    }
};

TEST_F(GaS2, AdvancesAllProbesInRoundsAndRanksThem) {
    const RunFolder run = create(gaS2());
    EXPECT_TRUE(requireValid(run.spec()).empty());
    launch(run);
    const RunStatus status = untilEnd(run);
    ASSERT_EQ(status.state, "done") << status.reason;
    EXPECT_EQ(status.step, 160);
    EXPECT_EQ(status.totalSteps, 160);
    expectWholeRanking(run);
    EXPECT_EQ(count(run, "ranking"), 4U);
    for (std::int64_t layer = 0; layer < 4; ++layer) {
        EXPECT_EQ(starts(probe(run, layer)).size(), 4U);
        EXPECT_EQ(count(probe(run, layer), "step"), 40U); // none twice
        EXPECT_EQ(runStatus(probe(run, layer)).state, "done");
    }
}

TEST_F(GaS2, WritesASelectionThatSaysWhereItsScoresCameFrom) {
    const RunFolder run = create(gaS2(0, false));
    launch(run);
    ASSERT_EQ(untilEnd(run).state, "done");
    const Selection selection = readSelection(gaS2SelectionOf(run));
    EXPECT_EQ(selection.method, "ga-s2");
    EXPECT_EQ(selection.layerCount, 4);
    const double meanOfLastTen = readRanking(rankingFileOf(run)).rounds.back().trainingKl.at(1).value();
    double sum = 0;
    for (int step = 40; step > 30; --step) {
        sum += 0.75 + 1.0 / step;
    }
    EXPECT_DOUBLE_EQ(meanOfLastTen, sum / 10);
    EXPECT_EQ(selection.layers.at(1).score, -meanOfLastTen);
    EXPECT_EQ(selection.layers.at(1).from, (std::vector<std::string>{"children/layer-1/events.jsonl"}));
    EXPECT_EQ(selection.sources.size(), 4U);
    ASSERT_EQ(selection.checkpoints.size(), 6U);
    EXPECT_EQ(selection.checkpoints[0].role, "teacher");
    EXPECT_EQ(selection.checkpoints[1].path, path("student"));
    EXPECT_EQ(selection.checkpoints[1].hash.size(), 32U);
    EXPECT_EQ(selection.checkpoints[5].path, "children/layer-3/checkpoints/step-40");
    EXPECT_EQ(selection.notes.at(0),
              "after step 40 of 40, 81,920 tokens a probe; by training KL, the mean of the last ten logged steps");
    EXPECT_EQ(selection.notes.at(1), "the same layers in each ranking from step 20 on");
    EXPECT_TRUE(readRanking(rankingFileOf(run)).rounds.back().heldOutKl.empty());
}

TEST_F(GaS2, EndsEarlyOnceTheKeptLayersStayTheSame) {
    const RunFolder run = create(gaS2(2));
    launch(run);
    const RunStatus status = untilEnd(run);
    ASSERT_EQ(status.state, "done") << status.reason;
    EXPECT_EQ(status.step, 120);
    EXPECT_EQ(status.totalSteps, 120);
    const Ranking ranking = readRanking(rankingFileOf(run));
    EXPECT_EQ(ranking.rounds.size(), 3U);
    EXPECT_TRUE(ranking.endedEarly);
    EXPECT_TRUE(ranking.complete);
    const RunStatus ofProbe = runStatus(probe(run, 0));
    EXPECT_EQ(ofProbe.state, "stopped");
    EXPECT_EQ(ofProbe.cause, "step_limit");
    EXPECT_EQ(ofProbe.step, 30);
    EXPECT_EQ(launch(run, true), Launch::DoneAlready);
}

TEST_F(GaS2, RanksOnceAtTheEnd) {
    RunSpec spec = gaS2();
    spec.select.rounds = 1;
    const RunFolder run = create(spec);
    launch(run);
    ASSERT_EQ(untilEnd(run).state, "done");
    EXPECT_EQ(readRanking(rankingFileOf(run)).rounds.size(), 1U);
    EXPECT_EQ(readSelection(gaS2SelectionOf(run)).selected, (Layers{0, 2}));
    EXPECT_EQ(starts(probe(run, 3)).size(), 1U);
}

TEST_F(GaS2, StopsInARoundAndGoesOnWithIt) {
    behave("* probe 3");
    const RunFolder run = create(gaS2());
    launch(run);
    waitUntil([&] { return fs::exists(probe(run, 1).events()) && count(probe(run, 1), "step") >= 13; });
    postCommand(run, RunCommand::Stop);
    ASSERT_EQ(untilEnd(run).state, "stopped");
    EXPECT_EQ(readRanking(rankingFileOf(run)).rounds.size(), 1U);
    EXPECT_FALSE(readRanking(rankingFileOf(run)).complete);
    EXPECT_FALSE(fs::exists(gaS2SelectionOf(run)));
    behave("* probe 0");
    launch(run, true);
    ASSERT_EQ(untilEnd(run).state, "done");
    expectWholeRanking(run);
    EXPECT_EQ(count(run, "ranking"), 4U);
}

TEST_F(GaS2, GoesOnWhoeverWasKilled) {
    std::mt19937 random(20260729);
    for (int trial = 0; trial < 4; ++trial) {
        behave("* probe 2");
        const RunFolder run = create(gaS2(), "gas2-" + std::to_string(trial));
        for (int again = 0; again < 12 && runStatus(run).state != "done"; ++again) {
            launch(run, again > 0);
            if (again < 3) {
                std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 600));
            }
            for (std::int64_t layer = 0; again < 3 && layer < 4; ++layer) {
                if (random() % 2 == 0 && probe(run, layer).isLocked() && fs::exists(probe(run, layer).state())) {
                    ::kill(supervisor(probe(run, layer)), SIGKILL);
                }
            }
            if (again < 3 && run.isLocked()) {
                ::kill(supervisor(run), SIGKILL);
            }
            (void)untilEnd(run);
        }
        const RunStatus status = runStatus(run);
        ASSERT_EQ(status.state, "done") << status.reason;
        EXPECT_EQ(status.step, 160);
        expectWholeRanking(run);
    }
}

TEST_F(GaS2, MayBeARunOfAStudy) {
    RunSpec study;
    study.kind = RunKind::Pipeline;
    study.children = {gaS2(2), gaS2().children.front()};
    study.children[0].name = "probes";
    study.children[1].name = "hybrid";
    study.children[1].model.attention_layers.clear();
    study.children[1].inputs.push_back({"selection", "children/probes/selections/ga-s2.json", std::nullopt, ""});
    const RunFolder run = create(study, "study");
    EXPECT_TRUE(requireValid(run.spec()).empty());
    behave("hybrid steps 0\n* probe 0");
    launch(run);
    const RunStatus status = untilEnd(run);
    ASSERT_EQ(status.state, "done") << status.reason;
    EXPECT_EQ(status.step, 160);
    EXPECT_EQ(status.totalSteps, 160); // the probes ended early
    EXPECT_EQ(RunFolder(run.children() / "hybrid").spec().model.attention_layers, (Layers{0, 2}));
}

TEST_F(GaS2, DividesStepsThatTheNumberOfRankingsDoesNotDivide) {
    RunSpec spec = gaS2();
    spec.select.rounds = 3;
    EXPECT_EQ(rankingSteps(spec), (Layers{13, 26, 40}));
    spec.select.rounds = 40;
    EXPECT_EQ(rankingSteps(spec).size(), 40U);
    EXPECT_EQ(rankingSteps(spec).front(), 1);
}

TEST_F(GaS2, IsRefusedWithOneSentence) {
    const auto refusal = [&](const auto& change) {
        RunSpec spec = gaS2();
        change(spec);
        return testing::refusalOf([&] { (void)requireValid(spec); }).sentence;
    };
    EXPECT_EQ(refusal([](RunSpec& s) { s.select.keep = 4; }),
              "\"select.keep\" is 4, but there are 4 layers, of which some must become linear. Keep fewer.");
    EXPECT_EQ(refusal([](RunSpec& s) { s.select.rounds = 41; }),
              "\"select.rounds\" is 41, but each probe has 40 steps. Rank less often or train longer.");
    EXPECT_EQ(refusal([](RunSpec& s) { s.children[2].train.seed = 5; }),
              "layer-2 differs from the first probe in more than the kept layer; only equal probes can be ranked.");
    EXPECT_EQ(refusal([](RunSpec& s) { s.children[2].model.attention_layers = {1}; }),
              "layer-2: \"model.attention_layers\" must be 2 alone; each probe of GA-S2 keeps the layer of its place.");
    EXPECT_EQ(refusal([](RunSpec& s) { s.children.pop_back(); }),
              "There are 3 probes, but the teacher has 4 layers; GA-S2 needs one of each.");
    EXPECT_EQ(refusal([&](RunSpec& s) {
                  for (RunSpec& child : s.children) {
                      child.inputs[1].path = path("teacher");
                  }
              }),
              "\"student\": " + path("teacher") +
                  " is no stage 1: GA-S2 exchanges one layer at a time, so it begins with a run of kind stage1, or one of its "
                  "checkpoints.");
}

} // namespace
} // namespace halyard
