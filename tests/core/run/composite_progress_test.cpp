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

TEST_F(CompositeProgressTest, SaysNothingOfTheTimeBeforeARunOfEachKindIsDone) {
    EXPECT_EQ(compositeProgress(m_run).total, 5U);
    ended("1-stage1", presetSpec("demo", RunKind::Stage1), "done", 100);
    const CompositeProgress progress = compositeProgress(m_run);
    EXPECT_EQ(progress.done, 1U);
    EXPECT_EQ(progress.secondsLeft, std::nullopt);
}

TEST_F(CompositeProgressTest, TakesTheMedianOfTheRunsOfAKind) {
    ended("1-stage1", presetSpec("demo", RunKind::Stage1), "done", 100);
    ended("2-stage2", presetSpec("demo", RunKind::Stage2), "done", 10);
    ended("3-stage2", presetSpec("demo", RunKind::Stage2), "failed", 5000); // will be continued
    ended("4-stage2", presetSpec("demo", RunKind::Stage2), "done", 20);
    const CompositeProgress progress = compositeProgress(m_run);
    EXPECT_EQ(progress.done, 3U);
    ASSERT_TRUE(progress.secondsLeft);
    EXPECT_NEAR(*progress.secondsLeft, 40, 1e-3); // two runs, of the upper of two middle values
}

} // namespace
} // namespace halyard
