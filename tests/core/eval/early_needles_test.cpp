// SPDX-License-Identifier: GPL-3.0-or-later
// Needles at the checkpoints of a training: nothing of the training may change by them.
#include "core/eval/early_needles.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/eval/evaluation_run.h"
#include "core/io/checkpoint_store.h"
#include "core/run/early_needles.h"
#include "core/run/events.h"
#include "tests/core/eval/echo_task.h"
#include "tests/core/eval/tiny_models.h"
#include "tests/core/train/tiny_world.h"
#include "tests/support/refusal.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

constexpr std::size_t kMost = std::size_t{1} << 26U; // bytes of a file
// What the model says after some steps: words end in a blank.
const NeedleTasks kTasks = tasksWithEcho({32});

class EarlyNeedles : public ::testing::Test {
protected:
    // Stage 3 of a hybrid that has a tokenizer beside it: 12 steps, checkpoints after 4, 8 and 12.
    [[nodiscard]] RunSpec spec() const {
        RunSpec spec = m_world.spec(RunKind::Stage3);
        spec.inputs.push_back({"student", m_models.student(), {}, {}});
        spec.train.needle_tasks = "echo, niah_single_1";
        spec.train.needle_lengths = {600, 700};
        spec.train.needle_documents = 2;
        spec.train.needle_questions = 2;
        spec.train.seed = 3;
        return spec;
    }
    static Trainer trainerOf(const RunSpec& spec) {
        at::set_num_threads(1);
        return Trainer(buildTraining(spec, standardMixers()));
    }
    // A run to its end, with what its spec asks for.
    [[nodiscard]] RunFolder trained(const std::string& name, const RunSpec& spec, Trainer& trainer) const {
        const RunFolder run = RunFolder::create(m_world / name, spec);
        const auto needles = earlyNeedles(trainer.training(), kTasks);
        EXPECT_EQ(trainRun(trainer, run, false, 0, needles ? &*needles : nullptr), TrainEnd::Done);
        return run;
    }
    static std::vector<Event> named(const RunFolder& run, const std::string& name) {
        std::vector<Event> out;
        for (const Event& event : readEvents(run.events()).events) {
            if (event.name == name) {
                out.push_back(event);
            }
        }
        return out;
    }
    static std::vector<std::int64_t> stepsOf(const std::vector<Event>& events) {
        std::vector<std::int64_t> out;
        for (const Event& event : events) {
            out.push_back(event.fields.at("step").get<std::int64_t>());
        }
        return out;
    }

    TinyModels m_models;
    TinyWorld m_world;
};

} // namespace

TEST_F(EarlyNeedles, ChangeNoBitOfTheTraining) {
    RunSpec plain = spec();
    plain.train.needle_lengths.clear();
    Trainer without = trainerOf(plain);
    EXPECT_FALSE(earlyNeedles(without.training(), kTasks));
    const RunFolder before = trained("without", plain, without);
    Trainer with = trainerOf(spec());
    const RunFolder run = trained("with", spec(), with);
    ASSERT_EQ(named(run, "needles").size(), 3U);
    const std::vector<Event> expected = named(before, "step");
    const std::vector<Event> steps = named(run, "step");
    ASSERT_EQ(steps.size(), expected.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        EXPECT_EQ(steps[i].fields.at("loss"), expected[i].fields.at("loss")) << i;
    }
    EXPECT_TRUE(sameBits(weightsOf(with), weightsOf(without)));
    for (const char* file : {"model.safetensors", "optimizer.safetensors", "config.json", "state.json"}) { // the generator's state too
        EXPECT_EQ(readFile(run.checkpoints() / "step-12" / file, kMost), readFile(before.checkpoints() / "step-12" / file, kMost)) << file;
    }
    EXPECT_EQ(at::get_num_threads(), 1);
    EXPECT_TRUE(at::GradMode::is_enabled());
}

TEST_F(EarlyNeedles, AreTheAnswersOfANeedleRunOnEachCheckpoint) {
    Trainer trainer = trainerOf(spec());
    const RunFolder run = trained("run", spec(), trainer);
    const std::vector<Event> events = named(run, "needles");
    EXPECT_EQ(stepsOf(events), (std::vector<std::int64_t>{4, 8, 12}));
    RunSpec niah = needleGridOf(spec());
    niah.train.threads = 1;
    niah.inputs = {{"model", run.path().string(), 12, {}}, {"tokenizer", m_models.student(), {}, {}}};
    const RunFolder folder = RunFolder::create(m_world / "niah", niah);
    ASSERT_EQ(evaluateRun(niah, folder, standardMixers(), kTasks), EvaluationEnd::Done);
    const Json cells = readJsonFile(folder.path() / "results.json").at("cells");
    ASSERT_EQ(events[2].fields.at("cells").size(), cells.size());
    for (const Json& cell : events[2].fields.at("cells")) {
        const auto same = std::find_if(cells.begin(), cells.end(), [&](const Json& other) {
            return other.at("task") == cell.at("task") && other.at("length") == cell.at("length");
        });
        ASSERT_NE(same, cells.end());
        EXPECT_EQ(cell.at("answers"), same->at("n"));
        EXPECT_NEAR(cell.at("right").get<double>(), same->at("accuracy").get<double>() * 4, 1e-9);
    }
    EXPECT_GE(events[2].fields.at("seconds").get<double>(), 0);
}

TEST_F(EarlyNeedles, ThatWereInterruptedAreAskedWhenTheRunGoesOn) {
    const RunFolder run = RunFolder::create(m_world / "run", spec());
    Trainer first = trainerOf(spec());
    auto needles = earlyNeedles(first.training(), kTasks).value();
    AtCheckpoints dying = needles;
    int calls = 0;
    dying.measure = [&](const Training& training) {
        if (++calls == 2) {
            throw failure(HALYARD_TEXT("The power is cut."));
        }
        return needles.measure(training);
    };
    EXPECT_THROW((void)trainRun(first, run, false, 0, &dying), Error);
    EXPECT_EQ(CheckpointStore(run.checkpoints()).list().back().step, 8); // saved, but not asked
    EXPECT_EQ(stepsOf(named(run, "needles")), (std::vector<std::int64_t>{4}));
    Trainer second = trainerOf(spec());
    EXPECT_EQ(trainRun(second, run, true, 0, &needles), TrainEnd::Done);
    EXPECT_EQ(stepsOf(named(run, "needles")), (std::vector<std::int64_t>{4, 8, 12}));
    Trainer third = trainerOf(spec());
    EXPECT_EQ(trainRun(third, run, true, 0, &needles), TrainEnd::Done);
    EXPECT_EQ(named(run, "needles").size(), 3U); // none is asked twice
    Trainer straight = trainerOf(spec());
    const RunFolder other = trained("straight", spec(), straight);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(named(run, "needles")[i].fields.at("cells"), named(other, "needles")[i].fields.at("cells"));
    }
    EXPECT_TRUE(sameBits(weightsOf(second), weightsOf(straight)));
}

// A stop at the last checkpoint must not end the run as done: its needles would never be asked.
TEST_F(EarlyNeedles, ThatAreStoppedLoseNothing) {
    const RunFolder run = RunFolder::create(m_world / "run", spec());
    Trainer first = trainerOf(spec());
    const auto needles = earlyNeedles(first.training(), kTasks).value();
    AtCheckpoints stopped = needles;
    int calls = 0;
    stopped.measure = [&](const Training& training) {
        if (++calls == 3) {
            throw Error(ErrorKind::Stopped, HALYARD_TEXT("Stopped on request."));
        }
        return needles.measure(training);
    };
    EXPECT_EQ(trainRun(first, run, false, 0, &stopped), TrainEnd::Stopped);
    EXPECT_EQ(CheckpointStore(run.checkpoints()).list().back().step, 12);
    EXPECT_EQ(named(run, "stopped").size(), 1U);
    EXPECT_TRUE(named(run, "done").empty());
    Trainer second = trainerOf(spec());
    EXPECT_EQ(trainRun(second, run, true, 0, &needles), TrainEnd::Done);
    EXPECT_EQ(stepsOf(named(run, "needles")), (std::vector<std::int64_t>{4, 8, 12}));
}

TEST_F(EarlyNeedles, AreRefusedBeforeTheFirstStep) {
    RunSpec tooShort = spec();
    tooShort.train.needle_tasks = "demo_busy";
    tooShort.train.needle_lengths = {16};
    tooShort.train.needle_questions = 8;
    const Trainer trainer = trainerOf(tooShort);
    expectRefused([&] { (void)earlyNeedles(trainer.training(), kTasks); }, "16 is too short");
}

// The waist refuses a misspelt name before a run is created, so it must know all of them.
TEST(NeedleTasks, AreKnownByTheirNamesWithoutTheProgram) {
    EXPECT_EQ(needleTaskNames(), standardNeedleTasks().names());
}

} // namespace halyard::testing
