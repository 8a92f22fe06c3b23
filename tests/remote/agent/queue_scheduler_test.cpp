// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/spawn.h"
#include "core/run/events.h"
#include "remote/agent/project.h"
#include "remote/agent/queue_file.h"
#include "remote/agent/queue_scheduler.h"
#include "tests/remote/agent/server_fixture.h"
#include "tests/support/refusal.h"

#include <algorithm>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <thread>

#include <gtest/gtest.h>

namespace halyard {

namespace {

using testing::contentOf;
using testing::TemporaryFolder;

// A project with runs in its queue, and the real scheduler, supervisor and a quick worker.
class SchedulerTest : public ::testing::Test {
protected:
    void SetUp() override {
        m_folder.write("torch/lib/libtorch_cpu.so", "");
        m_folder.write("torch/version.py", "__version__ = '" HALYARD_TORCH_VERSION "'\n");
        ::setenv("HALYARD_TORCH_DIR", (m_folder / "torch").c_str(), 1);
        m_folder.write("data/manifest.json", "{}");
        m_folder.write("tokenizer/tokenizer.json", "{}");
        std::filesystem::create_directories(m_folder / "runs");
    }
    void add(const std::string& name, int steps) {
        m_folder.write("runs/" + name + "/run.json", testing::smallSpec(m_folder.path(), steps).dump());
        QueueFile(m_folder / "runs").edit([&](Queue& queue) {
            queue.entries.push_back({name, "id-" + name, "ana@laptop2", 1.0, false, false});
            return true;
        });
    }
    [[nodiscard]] pid_t begin() const {
        SpawnOptions options;
        options.arguments = {agent().string(), "scheduler", m_folder.path().string()};
        return spawn(options);
    }
    [[nodiscard]] static std::filesystem::path agent() {
        return std::filesystem::path(std::getenv("HALYARD_TEST_BIN")) / "halyard-agent";
    }
    [[nodiscard]] long starts(const std::string& name) const {
        const std::string text = contentOf(m_folder.path() / "runs" / name / "starts.txt");
        return std::count(text.begin(), text.end(), '\n');
    }
    [[nodiscard]] QueueFile queue() const { return QueueFile(m_folder.path() / "runs"); }

    TemporaryFolder m_folder;
};

// Waits at most a minute; kills after the given time when one is given. True when it ended by itself.
bool waitFor(pid_t process, std::chrono::milliseconds killAfter = std::chrono::minutes(1)) {
    const auto end = std::chrono::steady_clock::now() + killAfter;
    int status = 0;
    while (::waitpid(process, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > end) {
            ::kill(process, SIGKILL);
            ::waitpid(process, &status, 0);
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(SchedulerTest, StartsEachRunOnceThoughItIsKilledAtAnyMoment) {
    const std::vector<std::string> names = {"a", "b", "c", "d", "e", "f"};
    for (const std::string& name : names) {
        add(name, 10);
    }
    std::mt19937 random(7);
    std::uniform_int_distribution<int> life(1, 90);
    int kills = 0;
    while (kills < 25 && !waitFor(begin(), std::chrono::milliseconds(life(random)))) {
        ++kills;
    }
    if (!queue().read().entries.empty()) {
        EXPECT_TRUE(waitFor(begin()));
    }
    EXPECT_GT(kills, 2);
    EXPECT_TRUE(queue().read().entries.empty());
    for (const std::string& name : names) {
        EXPECT_EQ(starts(name), 1) << name;
        EXPECT_EQ(runStatus(RunFolder(m_folder.path() / "runs" / name)).state, "done") << name;
    }
}

TEST_F(SchedulerTest, GoesOnAfterARunThatCannotBeStartedAndSaysWhy) {
    add("bad", 3);
    m_folder.write("runs/bad/run.json", "{");
    add("good", 3);
    EXPECT_TRUE(waitFor(begin()));
    const Queue left = queue().read();
    EXPECT_TRUE(left.entries.empty());
    ASSERT_EQ(left.problems.size(), 1U);
    EXPECT_EQ(left.problems[0].run, "bad");
    EXPECT_NE(left.problems[0].message.text().find("is not valid JSON"), std::string::npos);
    EXPECT_EQ(starts("good"), 1);
}

TEST_F(SchedulerTest, OnlyOneWorksOnAProject) {
    const FileDescriptor other = queue().trySchedulerLock();
    add("a", 3);
    EXPECT_TRUE(waitFor(begin())); // ends by itself
    EXPECT_EQ(starts("a"), 0);
    EXPECT_TRUE(queue().isScheduled());
}

TEST_F(SchedulerTest, OutlivesWhoStartedItAndEndsWhenTheQueueIsEmpty) {
    add("a", 3);
    const Project project(m_folder.path());
    ensureScheduler(project, agent());
    for (int i = 0; i < 3000 && !(queue().read().entries.empty() && !queue().isScheduled()); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(starts("a"), 1);
    EXPECT_FALSE(queue().isScheduled());
    ensureScheduler(project, agent()); // nothing to do
    EXPECT_FALSE(queue().isScheduled());
}

TEST_F(SchedulerTest, RefusesAQueueItCannotRead) {
    m_folder.write("runs/queue.json", R"({"schema": 9})");
    testing::Refusal newer = testing::refusalOf([&] { (void)queue().read(); });
    EXPECT_TRUE(newer.says("was written by a newer version (schema 9, this program knows 1).")) << newer.sentence;
    m_folder.write("runs/queue.json", R"({"version": "x"})");
    EXPECT_TRUE(testing::refusalOf([&] {
                    (void)queue().read();
                }).says("is not a queue. Remove it, and put the runs into the queue again."));
}

} // namespace

} // namespace halyard
