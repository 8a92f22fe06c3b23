// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/composite_progress.h"
#include "core/run/presets.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;

// A pipeline of five runs, and what those that have ended have taken.
class CompositeProgressTest : public testing::Test {
protected:
    CompositeProgressTest() {
        RunSpec spec;
        spec.kind = RunKind::Pipeline;
        for (const RunKind kind : {RunKind::Stage1, RunKind::Stage2, RunKind::Stage2, RunKind::Stage2, RunKind::Stage2}) {
            spec.children.push_back(presetSpec("demo", kind));
        }
        RunFolder::create(m_run.path(), spec);
    }

    void ended(const std::string& name, const RunSpec& spec, const char* state, int seconds) const {
        const RunFolder child = RunFolder::create(m_run.children() / name, spec);
        m_scratch.write("run/children/" + name + "/state.json", "{}");
        m_scratch.write("run/children/" + name + "/exit.json", std::string(R"({"ended": ")") + state + R"(", "cause": "x"})");
        fs::last_write_time(child.exit(), fs::last_write_time(child.specFile()) + std::chrono::seconds(seconds));
    }

    ScratchFolder m_scratch;
    RunFolder m_run{m_scratch.path() / "run"};
};

RunSpec stage(RunKind kind, std::int64_t steps) {
    RunSpec spec = presetSpec("demo", kind);
    spec.schedule.steps = steps;
    return spec;
}

TEST_F(CompositeProgressTest, SaysNothingOfTheTimeBeforeTheFirstRunIsDone) {
    const CompositeProgress progress = compositeProgress(m_run);
    EXPECT_EQ(progress.total, 5U);
    EXPECT_EQ(progress.done, 0U);
    EXPECT_EQ(progress.secondsLeft, std::nullopt);
}

TEST_F(CompositeProgressTest, TakesTheSpeedOfOtherKindsWhereNoneOfItsKindIsDone) {
    ended("1-stage1", stage(RunKind::Stage1, 150), "done", 100); // and four of 250 steps, as many tokens a step
    const CompositeProgress progress = compositeProgress(m_run);
    EXPECT_EQ(progress.done, 1U);
    ASSERT_TRUE(progress.secondsLeft);
    EXPECT_NEAR(*progress.secondsLeft, 4 * 100 * 250 / 150.0, 1e-3);
}

TEST_F(CompositeProgressTest, TakesTheSpeedOfItsKind) {
    ended("1-stage1", stage(RunKind::Stage1, 150), "done", 100);
    ended("2-stage2", stage(RunKind::Stage2, 250), "done", 10);
    ended("3-stage2", stage(RunKind::Stage2, 250), "failed", 5000); // will be continued
    ended("4-stage2", stage(RunKind::Stage2, 250), "done", 20);
    const CompositeProgress progress = compositeProgress(m_run);
    EXPECT_EQ(progress.done, 3U);
    ASSERT_TRUE(progress.secondsLeft);
    EXPECT_NEAR(*progress.secondsLeft, 2 * 15, 1e-3);
}

} // namespace
} // namespace halyard
