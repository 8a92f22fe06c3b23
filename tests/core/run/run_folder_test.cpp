// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_folder.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/run/events.h"
#include "core/run/presets.h"
#include "core/run/run_summary.h"
#include "tests/core/run/scratch_folder.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <gtest/gtest.h>
#include <thread>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class Folder : public testing::Test {
protected:
    static std::string refusalOf(const std::function<void()>& action) {
        try {
            action();
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
            return error.what();
        }
        return "accepted";
    }
    ScratchFolder m_scratch;
    fs::path m_path = m_scratch.path() / "run";
    RunSpec m_spec = presetSpec("demo", RunKind::Stage1);
};

TEST_F(Folder, IsCreatedWithItsSpec) {
    const RunFolder run = RunFolder::create(m_path, m_spec);
    EXPECT_EQ(hashOf(RunFolder::open(m_path).spec()), hashOf(m_spec));
    EXPECT_EQ(runStatus(run).state, "new");
    EXPECT_EQ(runStatus(run).totalSteps, 150);
    EXPECT_EQ(std::distance(fs::directory_iterator(m_scratch.path()), fs::directory_iterator()), 1);
}

TEST_F(Folder, TakesAnEmptyFolderAndRefusesAnyOther) {
    fs::create_directories(m_path);
    (void)RunFolder::create(m_path, m_spec);
    EXPECT_EQ(refusalOf([&] { (void)RunFolder::create(m_path, m_spec); }),
              m_path.string() + " is a run already. Choose another folder, or remove it first.");
    m_scratch.write("full/notes.txt", "x");
    EXPECT_EQ(refusalOf([&] { (void)RunFolder::create(m_scratch.path() / "full/", m_spec); }),
              (m_scratch.path() / "full").string() + " is not empty. Choose a folder that does not exist yet.");
    EXPECT_EQ(refusalOf([&] { (void)RunFolder::create(m_scratch.path() / "full/notes.txt", m_spec); }),
              (m_scratch.path() / "full/notes.txt").string() + " is a file. Choose a folder that does not exist yet.");
    EXPECT_EQ(std::distance(fs::directory_iterator(m_scratch.path()), fs::directory_iterator()), 2);
}

TEST_F(Folder, IsWonByOneOfManyCreators) {
    for (int trial = 0; trial < 20; ++trial) {
        const fs::path path = m_scratch.path() / ("race" + std::to_string(trial));
        std::atomic<int> won = 0;
        std::atomic<int> refused = 0;
        std::vector<std::thread> creators;
        for (int i = 0; i < 6; ++i) {
            creators.emplace_back([&, i] {
                RunSpec spec = m_spec;
                spec.train.seed = i;
                try {
                    (void)RunFolder::create(path, spec);
                    ++won;
                } catch (const Error&) {
                    ++refused;
                }
            });
        }
        for (std::thread& creator : creators) {
            creator.join();
        }
        EXPECT_EQ(won, 1);
        EXPECT_EQ(refused, 5);
    }
}

TEST_F(Folder, SavesNoSecret) {
    m_spec.name = "sk-abcdefghij0123456789";
    EXPECT_NE(refusalOf([&] { (void)RunFolder::create(m_path, m_spec); }).find("\"name\" looks like an access token."),
              std::string::npos);
    EXPECT_FALSE(fs::exists(m_path));
}

TEST_F(Folder, RefusesAFolderWithoutASpec) {
    EXPECT_EQ(refusalOf([&] { (void)RunFolder::open(m_scratch.path()); }),
              m_scratch.path().string() + " is not a run: it has no run.json. \"halyard new\" creates one.");
}

TEST_F(Folder, IsLockedByOneAndAskedByMany) {
    const RunFolder run = RunFolder::create(m_path, m_spec);
    EXPECT_FALSE(run.isLocked());
    FileDescriptor lock = run.tryLock();
    ASSERT_TRUE(lock.isOpen());
    EXPECT_TRUE(run.isLocked());
    EXPECT_FALSE(run.tryLock().isOpen());
    EXPECT_EQ(runStatus(run).state, "running");
    EXPECT_EQ(lock.close(), 0);
    EXPECT_FALSE(run.isLocked());
    EXPECT_TRUE(run.tryLock().isOpen());
}

TEST_F(Folder, SaysWhereItStandsFromEvidence) {
    const RunFolder run = RunFolder::create(m_path, m_spec);
    {
        EventWriter events(run.events());
        events.write("start", Json::object());
        events.write("step", {{"step", 41}, {"loss", 2.5}, {"tokens_per_second", 1000.0}});
    }
    RunStatus status = runStatus(run);
    EXPECT_EQ(status.state, "crashed");
    EXPECT_EQ(status.step, 41);
    EXPECT_EQ(status.loss, 2.5);
    EXPECT_EQ(status.tokensPerSecond, 1000.0);
    EXPECT_FALSE(status.reason.empty());

    EventWriter(run.events()).write("stopped", Json::object());
    EXPECT_EQ(runStatus(run).state, "stopped");
    EventWriter(run.events()).write("resumed", Json::object());
    EXPECT_EQ(runStatus(run).state, "crashed");
    EventWriter(run.events()).write("failed", {{"reason", "The loss of step 42 is not finite."}});
    EXPECT_EQ(runStatus(run).reason, "The loss of step 42 is not finite.");
    writeJsonFile(run.exit(), {{"ended", "done"}});
    EXPECT_EQ(runStatus(run).state, "done");
}

// Lines of a worker that took a step every two seconds and then, since so many seconds, none.
void writeSteps(const RunFolder& run, double silentFor, double longest) {
    EventWriter writer(run.events());
    writer.write("start", Json::object());
    const std::string own = readEvents(run.events()).events.front().segment;
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    std::ofstream file(run.events(), std::ios::trunc);
    for (int i = 0; i < 8; ++i) {
        const double time = now - silentFor - 2 * (7 - i) - (i < 3 ? longest : 0);
        std::string line = "{\"e\":\"step\",\"t\":" + std::to_string(time) + ",\"seg\":\"" + own + "\",\"step\":" + std::to_string(i);
        char sum[16];
        std::snprintf(sum, sizeof sum, "%08x", crc32c(line));
        file << line << ",\"c\":\"" << sum << "\"}\n";
    }
}

TEST_F(Folder, SaysWhenARunTakesNoStepAnyMore) {
    const RunFolder run = RunFolder::create(m_path, m_spec);
    const FileDescriptor lock = run.tryLock();
    const auto stalled = [&](double silentFor, double longest) {
        writeSteps(run, silentFor, longest);
        return runStatus(run).stalled.has_value();
    };
    EXPECT_FALSE(stalled(50, 0));
    EXPECT_TRUE(stalled(70, 0));
    EXPECT_FALSE(stalled(150, 100)); // what took long once may do so again
    EXPECT_TRUE(stalled(250, 100));
    const RunStatus status = runStatus(run);
    EXPECT_EQ(status.state, "running");
    EXPECT_TRUE(status.reason.starts_with("The run has taken no step for 4 min")) << status.reason;
    EXPECT_NE(status.reason.find("halyard stop " + run.path().string() + " --now"), std::string::npos) << status.reason;
    writeJsonFile(run.state(), {{"state", "paused"}, {"version", 2}});
    EXPECT_FALSE(runStatus(run).stalled); // that is why
}

TEST_F(Folder, CountsTheStepsOfATokenBudget) {
    m_spec.schedule.steps = 0;
    m_spec.schedule.tokens = 1025;
    m_spec.data = {.context_length = 64, .batch_size = 4, .accumulation = 2};
    EXPECT_EQ(totalSteps(m_spec), 3);
}

TEST(RunName, OfARunInACompositeOneNamesBoth) {
    const ScratchFolder scratch;
    scratch.write("runs/all/run.json", "{}");
    const fs::path runs = scratch.path() / "runs";
    EXPECT_EQ(runNameOf(runs / "all"), "all");
    EXPECT_EQ(runNameOf(runs / "all/children/1-stage1"), "all/children/1-stage1");
    EXPECT_EQ(runNameOf(runs / "other/children/1-stage1"), "1-stage1"); // no run is there
    EXPECT_EQ(compositeOf("all/children/1-stage1"), "all");
    EXPECT_EQ(compositeOf("a/children/b/children/c"), "a/children/b");
    EXPECT_EQ(compositeOf("all"), "");
    EXPECT_EQ(lastName("all/children/1-stage1"), "1-stage1");
    EXPECT_EQ(lastName("all"), "all");
}

} // namespace
} // namespace halyard
