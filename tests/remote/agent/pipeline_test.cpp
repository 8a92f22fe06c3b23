// SPDX-License-Identifier: GPL-3.0-or-later
// Composite runs: order, skipping, retrying, stopping, and going on after anything was killed.
#include "core/run/scheduler.h"

#include "core/run/validate.h"
#include "tests/remote/agent/installation_fixture.h"
#include "tests/support/refusal.h"

#include <random>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class Pipeline : public Installation {
protected:
    // Three runs, each of which reads the one before.
    [[nodiscard]] RunSpec pipelineSpec(std::int64_t steps) const {
        RunSpec spec;
        spec.kind = RunKind::Pipeline;
        for (const char* name : {"first", "second", "third"}) {
            RunSpec child = presetSpec("demo", RunKind::Stage1);
            child.name = name;
            child.schedule.steps = steps;
            child.schedule.warmup_steps = 1;
            child.inputs = {{"teacher", (m_scratch.path() / "teacher").string(), std::nullopt, ""},
                            {"data", (m_scratch.path() / "data").string(), std::nullopt, ""}};
            if (!spec.children.empty()) {
                child.inputs.push_back({"student", "children/" + spec.children.back().name, std::nullopt, ""});
            }
            spec.children.push_back(child);
        }
        return spec;
    }
    [[nodiscard]] RunFolder createPipeline(std::int64_t steps, const std::string& name = "pipeline") const {
        return RunFolder::create(m_scratch.path() / name, pipelineSpec(steps));
    }
    [[nodiscard]] static RunFolder child(const RunFolder& run, const std::string& name) {
        return RunFolder(run.children() / name);
    }
    // A run, a pipeline of two that reads it, and one that reads the pipeline.
    [[nodiscard]] RunFolder createNested(std::int64_t steps, const std::string& name = "nested") const {
        RunSpec spec = pipelineSpec(steps);
        RunSpec inner = pipelineSpec(steps);
        inner.name = "inner";
        inner.children.resize(2);
        inner.children[0].name = "a";
        inner.children[0].inputs.push_back({"student", "children/first", std::nullopt, ""});
        inner.children[1].name = "b";
        inner.children[1].inputs.back().path = "children/a";
        spec.children[1] = inner;
        spec.children[2].inputs.back().path = "children/inner";
        return RunFolder::create(m_scratch.path() / name, spec);
    }
    // A run that selects a layer, and a stage 2 that takes it.
    [[nodiscard]] RunSpec selectingSpec() const {
        m_scratch.write("teacher/config.json", presetSpec("demo", RunKind::Pretrain).model.config.dump());
        m_scratch.write("student/config.json", "{}");
        RunSpec spec = pipelineSpec(2);
        spec.children.resize(2);
        RunSpec& second = spec.children[1];
        second.kind = RunKind::Stage2;
        second.model.attention_layers.clear();
        second.inputs.back().path = (m_scratch.path() / "student").string();
        second.inputs.push_back({"selection", "children/first/selections/x.json", std::nullopt, ""});
        return spec;
    }
    // Each change of a child as "name state".
    [[nodiscard]] static std::vector<std::string> changes(const RunFolder& run) {
        std::vector<std::string> out;
        for (const Event& event : readEvents(run.events()).events) {
            if (event.name == "child") {
                out.push_back(event.fields["child"].get<std::string>() + " " + event.fields["state"].get<std::string>());
            }
        }
        return out;
    }
};

TEST_F(Pipeline, RunsItsRunsInOrder) {
    behave("* steps 0");
    const RunFolder run = createPipeline(5);
    launch(run);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "done") << status.reason;
    EXPECT_EQ(status.step, 15);
    EXPECT_EQ(status.totalSteps, 15);
    EXPECT_EQ(changes(run), (std::vector<std::string>{"first running", "first done", "second running", "second done",
                                                      "third running", "third done"}));
    EXPECT_EQ(child(run, "second").spec().input("student")->path, child(run, "first").path().string());
    EXPECT_EQ(child(run, "second").spec().input("student")->hash.size(), 32U);
    EXPECT_EQ(launch(run, true), Launch::DoneAlready);
}

TEST_F(Pipeline, ContinuesAFailedRunAloneAndSkipsWhatIsDone) {
    behave("second exit 1\n* steps 0");
    const RunFolder run = createPipeline(5);
    launch(run);
    RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "failed");
    EXPECT_EQ(status.cause, "child");
    EXPECT_EQ(status.reason, "Its run second failed. The worker ended with exit code 1; its last words: halyard-worker: rank 0 "
                             "gives up.");
    EXPECT_FALSE(fs::exists(child(run, "third").path()));
    behave("* steps 0");
    launch(run, true);
    status = untilEnd(run);
    EXPECT_EQ(status.state, "done") << status.reason;
    EXPECT_EQ(starts(child(run, "first")).size(), 1U);
    EXPECT_EQ(starts(child(run, "second")).size(), 2U);
    EXPECT_EQ(starts(child(run, "third")).size(), 1U);
}

TEST_F(Pipeline, ContinuesACrashedRunByItselfAsOftenAsAllowed) {
    behave("second once\n* steps 0");
    RunSpec spec = pipelineSpec(5);
    spec.limits.retries = 1;
    const RunFolder run = RunFolder::create(m_scratch.path() / "pipeline", spec);
    launch(run);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "done") << status.reason;
    EXPECT_EQ(starts(child(run, "second")).size(), 2U);
}

TEST_F(Pipeline, MakesAnewWhatReadsSomethingElseByNow) {
    behave("* steps 0");
    const RunFolder run = createPipeline(5);
    fs::create_directories(run.children());
    RunSpec other = pipelineSpec(7).children[0];
    (void)RunFolder::create(child(run, "first").path(), other);
    launch(run);
    EXPECT_EQ(untilEnd(run).state, "done");
    EXPECT_EQ(child(run, "first").spec().schedule.steps, 5);
    EXPECT_EQ(RunFolder(run.children() / "first.replaced-1").spec().schedule.steps, 7);
}

TEST_F(Pipeline, PassesPauseAndStopOnToTheRunThatRuns) {
    behave("first steps 0\n* steps 2");
    const RunFolder run = createPipeline(100000);
    behave("* steps 2");
    launch(run);
    waitUntil([&] { return fs::exists(child(run, "first").events()) && count(child(run, "first"), "step") > 0; });
    postCommand(run, RunCommand::Pause);
    waitUntil([&] { return runStatus(child(run, "first")).state == "paused"; });
    EXPECT_EQ(runStatus(run).state, "paused");
    postCommand(run, RunCommand::Resume);
    waitUntil([&] { return runStatus(child(run, "first")).state == "running"; });
    postCommand(run, RunCommand::Stop);
    EXPECT_EQ(untilEnd(run).state, "stopped");
    EXPECT_EQ(runStatus(child(run, "first")).state, "stopped");
    EXPECT_EQ(count(child(run, "first"), "stopped"), 1U);
    EXPECT_FALSE(fs::exists(child(run, "second").path()));
}

TEST_F(Pipeline, GoesOnWhoeverWasKilled) {
    std::mt19937 random(20260727);
    int kills = 0;
    int trial = 0;
    while (kills < 24 && trial < 60) {
        behave("* steps 1");
        const RunFolder run = createPipeline(30, "pipeline" + std::to_string(trial++));
        launch(run);
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 250));
        if (run.isLocked()) {
            kills += ::kill(supervisor(run), SIGKILL) == 0 ? 1 : 0;
            // One time in three the supervisor of a child as well.
            for (const std::string& name : childNames(run.spec())) {
                if (trial % 3 == 0 && child(run, name).isLocked() && fs::exists(child(run, name).state())) {
                    ::kill(supervisor(child(run, name)), SIGKILL);
                }
            }
        }
        waitUntil([&] { ::waitpid(-1, nullptr, WNOHANG); return !run.isLocked(); });
        // A child whose supervisor was killed is lost for the pipeline until it is resumed once more.
        for (int again = 0; again < 4 && runStatus(run).state != "done"; ++again) {
            launch(run, true);
            (void)untilEnd(run);
        }
        const RunStatus status = runStatus(run);
        ASSERT_EQ(status.state, "done") << status.reason;
        EXPECT_EQ(status.step, 90);
        for (const std::string& name : childNames(run.spec())) {
            EXPECT_EQ(ScratchFolder::read(child(run, name).path() / "steps_done"), "30");
        }
    }
    EXPECT_GE(kills, 20);
}

TEST_F(Pipeline, IsRefusedWhenARunReadsWhatNoneBeforeItMakes) {
    RunSpec spec = pipelineSpec(5);
    spec.children[1].inputs.back().path = "children/third";
    EXPECT_EQ(testing::refusalOf([&] { (void)requireValid(spec); }).sentence,
              "\"student\" is children/third, but no run before this one is called \"third\".");
    spec = pipelineSpec(5);
    spec.children[2].name = "first";
    EXPECT_EQ(testing::refusalOf([&] { (void)requireValid(spec); }).sentence,
              "Two runs below it are called \"first\". Give each a name of its own.");
}

TEST_F(Pipeline, MayConsistOfPipelines) {
    behave("* steps 0");
    const RunFolder run = createNested(5);
    (void)requireValid(run.spec());
    launch(run);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "done") << status.reason;
    EXPECT_EQ(status.step, 20);
    EXPECT_EQ(status.totalSteps, 20);
    const RunFolder inner = child(run, "inner");
    EXPECT_EQ(changes(run), (std::vector<std::string>{"first running", "first done", "inner running", "inner done",
                                                      "third running", "third done"}));
    EXPECT_EQ(changes(inner), (std::vector<std::string>{"a running", "a done", "b running", "b done"}));
    EXPECT_EQ(child(inner, "a").spec().input("student")->path, child(run, "first").path().string());
    EXPECT_EQ(child(inner, "b").spec().input("student")->path, child(inner, "a").path().string());
    EXPECT_EQ(child(run, "third").spec().input("student")->path, inner.path().string());
}

TEST_F(Pipeline, StopsPausesAndContinuesRunsOfRuns) {
    behave("first steps 0\n* steps 2");
    const RunFolder run = createNested(200);
    launch(run);
    const RunFolder inner = child(run, "inner");
    const RunFolder leaf = child(inner, "a");
    waitUntil([&] { return fs::exists(leaf.events()) && count(leaf, "step") > 0; });
    postCommand(run, RunCommand::Pause);
    waitUntil([&] { return runStatus(leaf).state == "paused"; });
    EXPECT_EQ(runStatus(inner).state, "paused");
    postCommand(run, RunCommand::Resume);
    waitUntil([&] { return runStatus(leaf).state == "running"; });
    postCommand(run, RunCommand::Stop);
    EXPECT_EQ(untilEnd(run).state, "stopped");
    EXPECT_EQ(runStatus(inner).state, "stopped");
    EXPECT_EQ(runStatus(leaf).state, "stopped");
    behave("* steps 0");
    launch(run, true);
    EXPECT_EQ(untilEnd(run).state, "done");
    EXPECT_EQ(starts(leaf).size(), 2U);
    EXPECT_EQ(starts(child(run, "first")).size(), 1U);
}

TEST_F(Pipeline, OfPipelinesGoesOnWhoeverWasKilled) {
    std::mt19937 random(20260728);
    for (int trial = 0; trial < 6; ++trial) {
        behave("* steps 1");
        const RunFolder run = createNested(25, "nested" + std::to_string(trial));
        launch(run);
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 250));
        const RunFolder inner = child(run, "inner");
        for (const RunFolder& victim : {run, inner, child(inner, "a"), child(inner, "b")}) {
            if (random() % 2 == 0 && victim.isLocked() && fs::exists(victim.state())) {
                ::kill(supervisor(victim), SIGKILL);
            }
        }
        for (int again = 0; again < 6 && runStatus(run).state != "done"; ++again) {
            waitUntil([&] { ::waitpid(-1, nullptr, WNOHANG); return !run.isLocked(); });
            launch(run, true);
            (void)untilEnd(run);
        }
        const RunStatus status = runStatus(run);
        ASSERT_EQ(status.state, "done") << status.reason;
        EXPECT_EQ(status.step, 100);
    }
}

TEST_F(Pipeline, TakesTheLayersThatARunBeforeHasSelected) {
    behave("first select 4\n* steps 0");
    const RunFolder run = RunFolder::create(m_scratch.path() / "pipeline", selectingSpec());
    EXPECT_TRUE(requireValid(run.spec()).empty());
    launch(run);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "done") << status.reason;
    const RunSpec second = child(run, "second").spec();
    EXPECT_EQ(second.model.attention_layers, (std::vector<std::int64_t>{4}));
    EXPECT_EQ(second.input("selection")->path, (child(run, "first").path() / "selections/x.json").string());
    EXPECT_EQ(second.input("selection")->hash.size(), 32U);
}

TEST_F(Pipeline, EvaluatesWhatTheRunsBeforeHaveMade) {
    behave("* steps 0");
    RunSpec spec = pipelineSpec(2);
    RunSpec& third = spec.children[2];
    third = RunSpec{};
    third.kind = RunKind::Niah;
    third.name = "third";
    third.eval.tasks = "niah_single_1";
    third.inputs = {{"model", "children/first", std::nullopt, ""}, {"model", "children/second", std::nullopt, ""}};
    EXPECT_EQ(siblingsOf(third), (std::vector<std::string>{"first", "second"}));
    const RunFolder run = RunFolder::create(m_scratch.path() / "pipeline", spec);
    (void)requireValid(run.spec());
    launch(run);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "done") << status.reason;
    const RunSpec made = child(run, "third").spec();
    ASSERT_EQ(made.inputs.size(), 2U);
    EXPECT_EQ(made.inputs[1].path, child(run, "second").path().string());
    EXPECT_EQ(made.inputs[1].hash.size(), 32U);
}

TEST_F(Pipeline, SaysThatASelectionIsMissingOrDoesNotFit) {
    behave("* steps 0");
    const RunFolder missing = RunFolder::create(m_scratch.path() / "missing", selectingSpec());
    launch(missing);
    RunStatus status = untilEnd(missing);
    EXPECT_EQ(status.state, "failed");
    EXPECT_NE(status.reason.find("selections/x.json"), std::string::npos) << status.reason;
    behave("first select 9\n* steps 0");
    launch(missing, true); // first is done already: what is missing stays missing
    EXPECT_EQ(untilEnd(missing).state, "failed");
    RunSpec both = selectingSpec();
    both.children[1].model.attention_layers = {1, 4};
    EXPECT_EQ(testing::refusalOf([&] { (void)requireValid(both); }).sentence,
              "\"model.attention_layers\" is 1,4, but children/first/selections/x.json will say which layers keep attention. "
              "Leave out one of them.");
}

TEST_F(Pipeline, LooksForARunOfAPipelineNearestFirst) {
    RunSpec spec = createNested(5).spec();
    EXPECT_EQ(siblingsOf(spec.children[1]), (std::vector<std::string>{"first"}));
    spec.children[1].children[1].name = "first"; // the nearer one, which is not made before "a"
    EXPECT_EQ(testing::refusalOf([&] { (void)requireValid(spec); }).sentence,
              "\"student\" is children/first, but no run before this one is called \"first\".");
}

} // namespace
} // namespace halyard
