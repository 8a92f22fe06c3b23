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

} // namespace
} // namespace halyard
